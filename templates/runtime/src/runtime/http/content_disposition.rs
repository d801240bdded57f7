//! The file name in a `Content-Disposition` header.

use percent_encoding::percent_decode_str;

/// Returns the file name, without directories.
pub(crate) fn file_name(header: &str) -> Option<String> {
    let parameters = parameters(header);
    let find = |wanted: &str| {
        parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, text)| text)
    };
    let extended = find("filename*").and_then(|text| {
        let (charset, rest) = text.split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
        let name = percent_decode_str(encoded).decode_utf8().ok()?;
        is_utf8.then(|| name.into_owned())
    });
    let name = extended.or_else(|| find("filename").cloned())?;
    let last = name.rsplit(['/', '\\']).next()?.trim();
    let mut clean = String::new();
    for letter in last.chars().filter(|letter| !letter.is_control()) {
        clean.push(letter);
    }
    (!clean.is_empty() && clean != "." && clean != "..").then_some(clean)
}

/// Returns the parameters after the first semicolon; quoted ones may contain semicolons.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let (text, next) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (text, next) = after.split_once(';').unwrap_or((after, ""));
                (text.trim().to_owned(), next)
            }
        };
        all.push((name.trim_matches([' ', ';', '\t']).to_owned(), text));
        rest = next;
    }
    all
}

/// Returns the string before the closing quote, and the rest.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, text.get(at + 1..).unwrap_or("")),
            // a backslash escapes quotes only: Windows paths contain plain ones
            '\\' if text.get(at + 1..).is_some_and(|rest| rest.starts_with('"')) => {
                value.push('"');
                letters.next();
            }
            letter => value.push(letter),
        }
    }
    (value, "")
}
