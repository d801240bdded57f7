//! What would change, for people.

use similar::TextDiff;

/// Longer diffs of a file are cut.
const MOST_LINES: usize = 400;

/// A unified diff of one file; `None` stands for a file that is not there.
pub(super) fn unified(path: &str, old: Option<&[u8]>, new: Option<&str>) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let before = old.map(text).unwrap_or_default();
    let name = |side: &str, there: bool| match there {
        true => format!("{side}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let diff = TextDiff::from_lines(before.as_str(), new.unwrap_or_default());
    let mut unified = diff.unified_diff();
    unified.header(&name("a", old.is_some()), &name("b", new.is_some()));
    let text = unified.to_string();
    let lines = text.lines().count();
    if lines <= MOST_LINES {
        return text;
    }
    let mut cut: String = text.lines().take(MOST_LINES).flat_map(|line| [line, "\n"]).collect();
    cut.push_str(&format!("… {} more lines\n", lines - MOST_LINES));
    cut
}
