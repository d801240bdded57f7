//! Escaping of what rustdoc would take for a link or for HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::parse;

/// What a byte of Markdown belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Code and syntax, which is not changed.
    Fixed,
    /// Prose, in which URLs become links.
    Prose,
    /// The text of a link.
    Link,
}

/// Escapes brackets except those of links to web pages, and marks URLs as links.
///
/// Other links would be taken for links to items of the crate.
pub fn escape(text: &str) -> String {
    if !text.contains(['[', ']', '<', '>']) && !text.contains("://") {
        return text.to_owned();
    }
    let parts = parts(text);
    let part = |at: usize| parts.get(at).copied().unwrap_or(Part::Fixed);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        if at < copied || part(at) == Part::Fixed {
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        let rest = text.get(at..).unwrap_or_default();
        if part(at) == Part::Prose
            && !before.ends_with(char::is_alphanumeric)
            && let Some(url) = leading_url(rest)
        {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(&format!("<{url}>"));
            copied = at + url.len();
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '>') && !is_escaped(before) {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push('\\');
            copied = at;
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// Returns `true` if the text ends with a backslash that is not escaped itself.
fn is_escaped(before: &str) -> bool {
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Classifies the bytes of Markdown.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = vec![Part::Fixed; text.len()];
    let mut set = |range: Range<usize>, part: Part| {
        parts.get_mut(range).unwrap_or_default().fill(part);
    };
    let (mut in_code, mut in_autolink, mut links) = (false, false, 0);
    for (event, range) in parse(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links += 1;
                let is_kept = is_web_page(&dest_url);
                in_autolink =
                    is_kept && text.get(range.clone()).is_some_and(|own| own.starts_with('<'));
                set(range, if is_kept { Part::Fixed } else { Part::Link });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                links -= 1;
                in_autolink = false;
            }
            Event::Text(_) if !in_code && !in_autolink => {
                set(range, if links > 0 { Part::Link } else { Part::Prose });
            }
            Event::Html(_) | Event::InlineHtml(_) => set(range, Part::Link),
            Event::Code(_) => set(range, Part::Fixed),
            _ => {}
        }
    }
    parts
}

fn is_web_page(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

/// Returns the URL at the start of a text, without the punctuation that follows it.
fn leading_url(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].iter().find(|scheme| text.starts_with(*scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || "<>\"`|".contains(c));
    let mut url = text.get(..end.unwrap_or(text.len()))?;
    loop {
        let is_closed = |open, close| url.matches(open).count() >= url.matches(close).count();
        let bracket = [('(', ')'), ('[', ']')]
            .into_iter()
            .find(|(open, close)| url.ends_with(*close) && !is_closed(*open, *close));
        let shorter = url.strip_suffix(['.', ',', ';', ':', '!', '?', '\'', '*', '\\']);
        match shorter.or_else(|| url.strip_suffix(bracket?.1)) {
            Some(shorter) => url = shorter,
            None => return Some(url).filter(|url| url.len() > scheme.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn hostile_text_is_made_harmless() {
        for (text, expected) in [
            ("see [Deprecated] and <T>", "see \\[Deprecated\\] and \\<T\\>"),
            ("`a[0]<b>` stays", "`a[0]<b>` stays"),
            ("at https://example.com/x.", "at <https://example.com/x>."),
            ("at <https://example.com/x>.", "at <https://example.com/x>."),
            ("`a[0]` and `[b]", "`a[0]` and `\\[b\\]"),
            ("\\[a\\] and \\\\[b]", "\\[a\\] and \\\\\\[b\\]"),
            ("```text\n[a] https://e.com\n```", "```text\n[a] https://e.com\n```"),
            ("> quoted", "> quoted"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn links_to_web_pages_are_kept() {
        for text in [
            "[the page](https://e.com)",
            "[a `b` c](https://e.com \"title\")",
            "![a picture](https://e.com/a.png)",
            "[![a](https://e.com/a.png)](https://e.com)",
            "[a][b]\n\n[b]: https://e.com",
            "[^1]\n\n[^1]: a note",
            "<https://e.com/a_b_c>",
        ] {
            assert_eq!(escape(text), text);
        }
        for (text, expected) in [
            ("(https://e.com)", "(<https://e.com>)"),
            ("https://e.com/a_(b)", "<https://e.com/a_(b)>"),
            ("**https://e.com**", "**<https://e.com>**"),
            ("[https://e.com/?a=[b]]", "\\[<https://e.com/?a=[b]>\\]"),
            ("[https://e.com](https://e.com)", "[https://e.com](https://e.com)"),
            ("[a](Foo)", "\\[a\\](Foo)"),
            ("[a](#part)", "\\[a\\](#part)"),
            ("[a [b]](https://e.com)", "[a \\[b\\]](https://e.com)"),
            ("<foo:bar>", "\\<foo:bar\\>"),
            ("xhttps://e.com https://", "xhttps://e.com https://"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }
}
