//! Unified diffs.

use similar::TextDiff;

/// The maximum length of the diff of one file.
const MAX_LINES: usize = 400;

/// Returns the unified diff of one file. `None` stands for a missing file.
pub(super) fn unified_diff(path: &str, old: Option<&[u8]>, new: Option<&str>) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let before = old.map(text).unwrap_or_default();
    let name = |side: &str, exists: bool| match exists {
        true => format!("{side}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let diff = TextDiff::from_lines(before.as_str(), new.unwrap_or_default());
    let mut unified = diff.unified_diff();
    unified.header(&name("a", old.is_some()), &name("b", new.is_some()));
    let text = unified.to_string();
    let lines = text.lines().count();
    if lines <= MAX_LINES {
        return text;
    }
    let mut truncated: String =
        text.lines().take(MAX_LINES).flat_map(|line| [line, "\n"]).collect();
    truncated.push_str(&format!("… {} more lines\n", lines - MAX_LINES));
    truncated
}
