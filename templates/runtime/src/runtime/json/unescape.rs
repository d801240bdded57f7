//! Strings with escapes.

/// Replaces the escapes of a scanned string, which is passed without its quotes. Returns `None` if half of a surrogate
/// pair is missing.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut after = escape.chars();
        match after.next()? {
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                let (c, after) = unicode(after.as_str())?;
                out.push(c);
                rest = after;
                continue;
            }
            c => out.push(c),
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    Some(out)
}

/// Parses the four digits after `\u`, and a second escape if they are half of a surrogate pair.
fn unicode(text: &str) -> Option<(char, &str)> {
    let (unit, rest) = code_unit(text)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((c, rest));
    }
    let (low, rest) = code_unit(rest.strip_prefix("\\u")?)?;
    let mut decoded = char::decode_utf16([u16::try_from(unit).ok()?, u16::try_from(low).ok()?]);
    Some((decoded.next()?.ok()?, rest))
}

fn code_unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}
