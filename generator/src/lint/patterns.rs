//! Patterns are regular expressions, and strings match them.

use regex_lite::Regex;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Elements, Schema};

/// Reports patterns that are not regular expressions.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        let Some(pattern) = schema.cursor.get("pattern") else { continue };
        let text = pattern.node.as_str().unwrap_or_default();
        if let Err(Some(reason)) = compile(text) {
            let message = format!("invalid regular expression `{text}`: {reason}");
            let diagnostic = Diagnostic::new(Code::BadPattern, &pattern.origin, message);
            found.push(diagnostic.help("correct it, or remove it"));
        }
    }
    found
}

/// Returns the message about a string that does not match a pattern of one of the schemas.
pub fn violated_pattern(parts: &[Schema<'_>], text: &str) -> Option<String> {
    let patterns = parts.iter().filter_map(|part| part.cursor.get_str("pattern"));
    let violated = |pattern: &&str| compile(pattern).is_ok_and(|regex| !regex.is_match(text));
    let pattern = patterns.into_iter().find(violated)?;
    Some(format!("expected a string that matches `{pattern}`, found `{text}`"))
}

/// Compiles a pattern. An error without a reason means that the pattern may be valid in JavaScript, whose syntax OpenAPI
/// uses.
fn compile(pattern: &str) -> Result<Regex, Option<String>> {
    /// Parts of the errors about mistakes in any syntax.
    const MISTAKES: [&str; 12] = [
        "without closing",
        "without matching",
        "got end of pattern",
        "saw end of pattern",
        "must be applied to a sub-expression",
        "min bigger than its max",
        "no closing bracket",
        "invalid range in character class",
        "unclosed character class",
        "invalid group name",
        "duplicate capture group name",
        "empty capture group names",
    ];
    // in JavaScript, no and all characters
    let has_empty_class = pattern.contains("[]") || pattern.contains("[^]");
    Regex::new(pattern).map_err(|error| {
        let reason = error.to_string();
        let is_mistake = !has_empty_class && MISTAKES.iter().any(|part| reason.contains(part));
        is_mistake.then_some(reason)
    })
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn only_mistakes_have_a_reason() {
        for pattern in ["(", "[a-z", "a)", "*a", "[z-a]", "a{3,2}", "a\\", "(?<a>b)(?<a>c)"] {
            assert!(matches!(compile(pattern), Err(Some(_))), "{pattern}");
        }
        for pattern in ["(?=a)b", "\\cA", "(a)\\1", "\\p{L}", "[^]"] {
            assert!(matches!(compile(pattern), Err(None)), "{pattern}");
        }
        for pattern in ["^[A-Z]{2,3}$", "a|b", "", "\\d+\\.\\d\\/"] {
            assert!(compile(pattern).is_ok(), "{pattern}");
        }
    }
}
