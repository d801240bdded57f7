//! Merges YAML by its lines, so that mistakes in a fragment are preserved.

/// A line with the more indented lines below it.
#[derive(Clone, Debug)]
struct Block {
    line: String,
    children: Vec<Block>,
}

impl Block {
    /// Returns the key of the line, or `None` for an item of a list.
    fn key(&self) -> Option<&str> {
        let line = self.line.trim_start();
        let key =
            line.split_once(": ").map_or_else(|| line.strip_suffix(':'), |(key, _)| Some(key));
        key.filter(|_| !line.starts_with("- "))
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.line);
        out.push('\n');
        self.children.iter().for_each(|child| child.write(out));
    }
}

/// Replaces keys of `base` by those of `fragment`, and adds those that `base` does not have.
///
/// Mappings are merged. Lists and scalars are replaced. A key that occurs twice in the fragment is added twice.
pub fn merge(base: &str, fragment: &str) -> String {
    let mut blocks = parse(&lines(base));
    merge_blocks(&mut blocks, parse(&lines(fragment)));
    let mut out = String::new();
    blocks.iter().for_each(|block| block.write(&mut out));
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn parse(lines: &[&str]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = lines;
    while let Some((line, below)) = rest.split_first() {
        let count = below.iter().take_while(|l| indentation(l) > indentation(line)).count();
        let (children, after) = below.split_at(count);
        blocks.push(Block { line: (*line).to_owned(), children: parse(children) });
        rest = after;
    }
    blocks
}

fn merge_blocks(base: &mut Vec<Block>, fragment: Vec<Block>) {
    let mut merged: Vec<String> = Vec::new();
    for block in fragment {
        let key = block.key().map(str::to_owned);
        let is_new = key.as_ref().is_none_or(|key| merged.contains(key));
        let present = base.iter_mut().find(|other| !is_new && other.key() == key.as_deref());
        match present {
            None => base.push(block),
            Some(present) => {
                let is_mapping = |children: &[Block]| {
                    !children.is_empty() && children.iter().all(|child| child.key().is_some())
                };
                if is_mapping(&present.children) && is_mapping(&block.children) {
                    present.line = block.line;
                    merge_blocks(&mut present.children, block.children);
                } else {
                    *present = block;
                }
            }
        }
        merged.extend(key);
    }
}

#[test]
fn mappings_are_merged_and_lists_replaced() {
    let base = "a:\n  b: 1\n  c:\n    - x\n    - y\nd: 2\n";
    let fragment = "a:\n  b: 3\n  b: 4\n  c:\n    - z\ne: 5\n";
    assert_eq!(merge(base, fragment), "a:\n  b: 3\n  c:\n    - z\n  b: 4\nd: 2\ne: 5\n");
}
