//! The pages that explain codes.

use super::{Code, did_you_mean};

/// Returns the page of a code, given its number or its name, or a message with a suggestion.
pub fn explain(code: &str) -> Result<&'static str, String> {
    let is_named = |known: &&Code| {
        known.number().eq_ignore_ascii_case(code) || known.name().eq_ignore_ascii_case(code)
    };
    if let Some(known) = Code::ALL.iter().find(is_named) {
        return Ok(known.page());
    }
    let names = Code::ALL.iter().flat_map(|code| [code.number(), code.name()]);
    let help = did_you_mean(code, names);
    let help = help.unwrap_or_else(|| "run it without a code for a list".to_owned());
    Err(format!("unknown code `{code}`\nhelp: {help}"))
}

/// Returns all codes with their severities, one per line.
pub fn explain_list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| {
        let (number, name, severity) = (code.number(), code.name(), code.severity().name());
        format!("{number}  {name:width$}  {severity:7}  {}\n", code.summary())
    };
    Code::ALL.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_number_and_name() {
        assert_eq!(explain("g007"), explain("duplicate-key"));
        assert!(explain("duplicate-keys").unwrap_err().contains("did you mean `duplicate-key`?"));
        assert_eq!(explain_list().lines().count(), Code::ALL.len());
    }

    #[test]
    fn pages_begin_with_their_code_and_its_summary() {
        for code in Code::ALL {
            let head = format!("# {}: {}\n\n{}", code.number(), code.name(), code.summary());
            assert!(code.page().starts_with(&head), "expected in the page:\n{head}");
        }
    }
}
