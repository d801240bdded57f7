//! Preparation of descriptions for doc comments.

/// Trims a description and its lines, and marks code blocks as `text`. Rustdoc compiles unmarked code
/// blocks as tests.
pub(super) fn clean(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut block = Block::Prose;
    let mut in_list = false;
    for line in text.trim().lines().map(str::trim_end) {
        let trimmed = line.trim_start();
        let indented = line.len() >= trimmed.len() + 4 && !trimmed.is_empty();
        block = match block {
            Block::Fenced if trimmed.starts_with("```") => {
                out.push("```".to_owned());
                Block::Prose
            }
            Block::Fenced => {
                out.push(line.to_owned());
                Block::Fenced
            }
            Block::Indented if indented || trimmed.is_empty() => {
                out.push(line.to_owned());
                Block::Indented
            }
            Block::Prose if indented && !in_list => {
                out.extend(["```text".to_owned(), line.to_owned()]);
                Block::Indented
            }
            before => {
                if before == Block::Indented {
                    close_block(&mut out);
                }
                let continues = line != trimmed || trimmed.is_empty();
                in_list = is_item(trimmed) || (in_list && continues);
                let (line, after) = prose_line(line, trimmed);
                out.push(line);
                after
            }
        };
    }
    if block != Block::Prose {
        close_block(&mut out);
    }
    out.join("\n")
}

/// The block that a line of a description belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Prose,
    Fenced,
    Indented,
}

/// Returns a line outside of code blocks, and the block that follows.
fn prose_line(line: &str, trimmed: &str) -> (String, Block) {
    match trimmed.strip_prefix("```") {
        Some(language) if language.is_empty() || language.starts_with("rust") => {
            ("```text".to_owned(), Block::Fenced)
        }
        Some(_) => (line.to_owned(), Block::Fenced),
        None => (line.to_owned(), Block::Prose),
    }
}

/// Ends a code block before the empty lines at its end.
fn close_block(out: &mut Vec<String>) {
    let end = out.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    out.insert(end, "```".to_owned());
}

fn is_item(trimmed: &str) -> bool {
    let numbered = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    trimmed.starts_with("- ")
        || trimmed.starts_with("* ")
        || (numbered.len() < trimmed.len() && numbered.starts_with(". "))
}

/// Prepares an optional description. `None` becomes an empty string.
pub(super) fn clean_optional(text: Option<&String>) -> String {
    text.map(|text| clean(text)).unwrap_or_default()
}

/// Joins two paragraphs, either of which may be empty.
pub(super) fn join_paragraphs(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    format!("{first}\n\n{second}")
}

/// Returns a value for documentation: strings without quotes.
pub(super) fn display_value(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn code_is_marked_as_text() {
        for (text, expected) in [
            (" One.  \n\n Two. ", "One.\n\n Two."),
            ("a\n```\nlet x;\n```\nb", "a\n```text\nlet x;\n```\nb"),
            ("```json\n{}", "```json\n{}\n```"),
            ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
            ("a\n\n    code\n\n    more\n\nb", "a\n\n```text\n    code\n\n    more\n```\n\nb"),
            ("- a\n\n    still a\n\nb", "- a\n\n    still a\n\nb"),
            ("a\n    code", "a\n```text\n    code\n```"),
        ] {
            assert_eq!(clean(text), expected, "{text}");
        }
    }
}
