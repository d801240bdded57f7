//! Comments that are probably the rest of a string.

use crate::location::Span;

/// The characters after which a text of several words is complete.
const ENDS: [char; 5] = ['.', '!', '?', '…', ':'];

/// The characters between `#` and the text of a comment.
const SEPARATORS: [char; 6] = [' ', '\t', '#', '-', '=', '!'];

/// Returns the range of the comment that follows a string without quotes, if it is probably a part of it: there is no space
/// after `#`, or the string is prose that is not complete.
pub(super) fn lost_rest(file: &str, string: &str, span: Span, is_prose: bool) -> Option<Span> {
    let line = file.get(span.end..)?.lines().next()?;
    let comment = line.trim_start_matches([' ', '\t']);
    let text = comment.strip_prefix('#').filter(|_| comment.len() < line.len())?;
    let is_marked = text.is_empty() || text.starts_with(SEPARATORS);
    let is_complete = !is_prose || !string.contains(' ') || string.ends_with(ENDS);
    if is_marked && is_complete {
        return None;
    }
    let start = span.end + line.len() - comment.len();
    Some(Span::new(start, start + comment.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::lost_rest;
    use crate::location::Span;

    fn find(string: &str, rest: &str, is_prose: bool) -> Option<String> {
        let text = format!("{string}{rest}\nnext: 1");
        let found = lost_rest(&text, string, Span::new(0, string.len()), is_prose)?;
        text.get(found.start..found.end).map(str::to_owned)
    }

    #[test]
    fn a_value_of_several_words_may_have_a_comment() {
        for string in ["IN PROGRESS", "^[a-z ]+$"] {
            assert_eq!(find(string, " # of the letters", false), None, "{string}");
            assert_eq!(find(string, " #1", false).as_deref(), Some("#1"), "{string}");
        }
    }

    #[test]
    fn a_comment_within_a_sentence_is_found() {
        let find = |string: &str, rest: &str| find(string, rest, true);
        assert_eq!(find("The job", " #5 of the account.").as_deref(), Some("#5 of the account."));
        assert_eq!(find("The number", "  # of the job.").as_deref(), Some("# of the job."));
        assert_eq!(find("AB", " #12").as_deref(), Some("#12"));
        for (string, rest) in [
            ("The job.", " # to be checked"),
            ("Id", " # a key of `x-ids`"),
            ("a.yaml", " #- b.yaml"),
            ("The job", ""),
            ("C", "#"),
            ("Id", " #"),
        ] {
            assert_eq!(find(string, rest), None, "{string}{rest}");
        }
    }
}
