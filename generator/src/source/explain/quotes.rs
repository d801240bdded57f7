//! Strings in quotes.

use super::{Explanation, SyntaxError};
use crate::location::Span;

/// Returns the characters of a line that are not in quotes, each with its offset and the character before it.
pub(super) fn unquoted(line: &str) -> impl Iterator<Item = (usize, char, char)> {
    let mut quote = None;
    let mut previous = ' ';
    let mut is_escaped = false;
    line.char_indices().filter_map(move |(at, c)| {
        let before = std::mem::replace(&mut previous, c);
        let Some(opening) = quote else {
            // a quote after a closing one is a quote in the string, as in `'It''s'`
            let opens = matches!(c, '\'' | '"') && (" {[,:".contains(before) || before == c);
            quote = opens.then_some(c);
            return (!opens).then_some((at, before, c));
        };
        if c == opening && !is_escaped {
            quote = None;
        }
        is_escaped = opening == '"' && c == '\\' && !is_escaped;
        None
    })
}

/// Finds an escape that YAML does not define.
pub(super) fn find_unknown_escape(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["escape character", "escape code", "hexadecimal number"]) {
        return None;
    }
    let mut at = error.at + 1;
    while let Some(rest) = error.text.get(at..).filter(|rest| !rest.starts_with('"')) {
        let mut characters = rest.chars();
        let first = characters.next()?;
        if first != '\\' {
            at += first.len_utf8();
            continue;
        }
        let second = characters.next()?;
        let digits = match second {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let end = at + 1 + second.len_utf8();
        let code = error.text.get(end..end + digits);
        let is_known = match digits {
            0 => "0abtnvfre \"/\\N_LP\t\n\r".contains(second),
            _ => code
                .and_then(|code| u32::from_str_radix(code, 16).ok())
                .is_some_and(|code| char::from_u32(code).is_some()),
        };
        let end = end + code.map_or(0, str::len);
        if !is_known {
            let escape = error.text.get(at..end)?;
            return Some(Explanation {
                span: Span::new(at, end),
                message: format!("unknown escape `{escape}` in a string in double quotes"),
                help: "write the backslash twice, or the string in single quotes".to_owned(),
            });
        }
        at = end;
    }
    None
}

/// Finds a string without a closing quote at the end of the file.
pub(super) fn find_unclosed_at_end(error: &SyntaxError<'_>) -> Option<Explanation> {
    let is_unclosed = error.mentions(&["quoted scalar"])
        && error.mentions(&["end of stream", "indentation", "document indicator"]);
    is_unclosed.then(|| unclosed(error.at))
}

/// Finds a string without a closing quote that the opening quote of a later string closes.
pub(super) fn find_unclosed_before(error: &SyntaxError<'_>) -> Option<Explanation> {
    const MAX_LINES: usize = 50;
    let line = error.line()?;
    let head = line.text.get(..error.at.checked_sub(line.start)?)?;
    ['\'', '"'].into_iter().find_map(|quote| {
        let is_odd = |text: &str| text.matches(quote).count() % 2 == 1;
        if !is_odd(head) || !head.ends_with(quote) {
            return None;
        }
        let before = error.before().take(MAX_LINES).find(|line| is_odd(line.text))?;
        Some(unclosed(before.start + before.text.rfind(quote)?))
    })
}

fn unclosed(at: usize) -> Explanation {
    Explanation {
        span: Span::new(at, at + 1),
        message: "expected a closing quote, found the end of the string".to_owned(),
        help: "close the quote, and write a quote in a string twice: `'It''s'`".to_owned(),
    }
}
