//! Renders diagnostics as commands of GitHub workflows.

use super::files::{Region, sort};
use super::{Diagnostic, Files};

/// Renders one command per diagnostic, which GitHub shows next to the line.
pub fn render_github(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    sort(files, diagnostics).into_iter().map(|diagnostic| command(files, diagnostic)).collect()
}

fn command(files: &impl Files, diagnostic: &Diagnostic) -> String {
    let mut properties = Vec::new();
    let mut add = |key: &str, value: String| {
        properties.push(format!("{key}={}", escape_property(&value)));
    };
    if let Some(path) = &diagnostic.output {
        add("file", path.clone());
    } else if let Some(region) = Region::of_diagnostic(files, diagnostic) {
        add("file", region.full_path(files));
        add("line", region.start.line.to_string());
        // Columns are valid only within one line, and the last column is inclusive.
        if region.start.line == region.end.line {
            add("col", region.start.column.to_string());
            add("endColumn", (region.end.column - 1).max(region.start.column).to_string());
        } else {
            add("endLine", region.end.line.to_string());
        }
    }
    add("title", format!("{} {}", diagnostic.code.number(), diagnostic.code.name()));
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let (command, properties) = (diagnostic.severity.name(), properties.join(","));
    format!("::{command} {properties}::{}\n", escape_message(&message))
}

/// Escapes the text after the second `::`.
fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_escaped() {
        assert_eq!(escape_property("a:b,c%\r\nd"), "a%3Ab%2Cc%25%0D%0Ad");
        assert_eq!(escape_message("a:b,c%\nd"), "a:b,c%25%0Ad");
    }
}
