//! Templates of paths: the names of their parameters, and how the parts between these are sent.

/// Returns the names of the parameters in a path template, or the reason why it is malformed.
pub fn names(path: &str) -> Result<Vec<&str>, String> {
    // a fragment only distinguishes operations, and is not sent
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if !path.starts_with('/') {
        return Err(format!("path `{path}` does not start with `/`"));
    }
    if let Some(escape) = invalid_escape(path) {
        return Err(format!("path `{path}` contains the invalid escape `{escape}`"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let open = rest.get(at..).unwrap_or_default();
        let inner = open.strip_prefix('{').and_then(|open| open.split_once('}'));
        let Some((name, after)) = inner.filter(|(name, _)| !name.is_empty() && !name.contains('{'))
        else {
            return Err(format!("unbalanced braces in path `{path}`"));
        };
        if names.contains(&name) {
            return Err(format!("duplicate parameter `{name}` in path `{path}`"));
        }
        names.push(name);
        rest = after;
    }
    if let Some(c) = path.chars().find(|c| c.is_control()) {
        let (path, c) = (path.escape_debug(), c.escape_debug());
        return Err(format!("path `{path}` contains `{c}`, which is not allowed"));
    }
    if let Some(segment) = canonical(path).split('/').find(|it| matches!(*it, "." | "..")) {
        return Err(format!("path `{path}` contains the segment `{segment}`"));
    }
    check_query(query).map(|()| names)
}

/// Returns the different names in a path template that may be malformed.
pub fn possible_names(path: &str) -> Vec<&str> {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let parts = path.split('{').skip(1);
    let mut names: Vec<&str> = Vec::new();
    for name in parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns an error if the query of a path is malformed. It is the same in all requests.
fn check_query(query: &str) -> Result<(), String> {
    if query.contains(['{', '}']) {
        return Err(format!("expected a query without parameters in a path, found `{query}`"));
    }
    if let Some(escape) = invalid_escape(query) {
        return Err(format!("query `{query}` contains the invalid escape `{escape}`"));
    }
    if let Some(c) = query.chars().find(|c| c.is_control() || *c == '?') {
        let (query, c) = (query.escape_debug(), c.escape_debug());
        return Err(format!("query `{query}` contains `{c}`, which is not allowed"));
    }
    Ok(())
}

/// Returns a `%` that is not followed by two hexadecimal digits.
fn invalid_escape(path: &str) -> Option<&str> {
    let mut escapes = path.match_indices('%').map(|(at, _)| path.get(at..).unwrap_or_default());
    let invalid = escapes.find(|rest| {
        let digits = rest.get(1..3).unwrap_or_default();
        digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })?;
    invalid.char_indices().nth(3).map_or(Some(invalid), |(end, _)| invalid.get(..end))
}

/// Returns a path template with what is sent between its parameters. Escapes remain, and what a URL cannot contain is
/// encoded: `/{a}/größe` becomes `/{a}/gr%C3%B6%C3%9Fe`.
pub fn encoded(path: &str) -> String {
    let mut text = String::new();
    let mut is_name = false;
    for c in path.chars() {
        is_name = (is_name || c == '{') && c != '}';
        if is_name || c == '}' || is_url_character(c) {
            text.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Returns `true` for a character that a path or a query can have without being encoded, and for `%`.
fn is_url_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c)
}

/// Returns the only spelling of all templates that match the same requests: without the names of the parameters, and with
/// escapes only for the characters that need one. `/%61/{b}` becomes `/a/{}`.
pub fn canonical(path: &str) -> String {
    let encoded = encoded(path);
    let mut parts = encoded.split('{');
    let mut plain = unescape(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str("{}");
        plain.push_str(&unescape(part.split_once('}').map_or(part, |(_, after)| after)));
    }
    plain
}

/// Returns a part of a path without the escapes of characters that need none.
fn unescape(path: &str) -> String {
    let mut parts = path.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        match u8::from_str_radix(digits, 16).map(char::from) {
            Ok(c) if c.is_ascii_alphanumeric() || "-._~".contains(c) => plain.push(c),
            _ => {
                plain.push('%');
                plain.push_str(&digits.to_ascii_uppercase());
            }
        }
        plain.push_str(rest);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_templates_are_rejected() {
        assert_eq!(names("/a/{B}/c.{d}"), Ok(vec!["B", "d"]));
        assert_eq!(names("/a b/größe/{B}?c=1 2"), Ok(vec!["B"]));
        for bad in [
            "a", "/{", "/}", "/{}", "/{a{b}}", "/{a}/{a}", "/a?b={c}", "/a?b?c", "/a\tb",
            "/a/../b", "/%2e", "/a%zz", "/a?b=%",
        ] {
            assert!(names(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn possible_names_are_unique() {
        assert_eq!(possible_names("/a/{b}/c.{d}/{b}{#{e}"), ["b", "d"]);
    }

    #[test]
    fn what_a_url_cannot_contain_is_encoded() {
        for (path, expected) in [
            ("/größe x/{größe x}/a%2Fb", "/gr%C3%B6%C3%9Fe%20x/{größe x}/a%2Fb"),
            ("/^|\\[]/{a}.json?b='c d'", "/%5E%7C%5C%5B%5D/{a}.json?b='c%20d'"),
            ("/a:b/@me/(c);d=$1,2*", "/a:b/@me/(c);d=$1,2*"),
        ] {
            assert_eq!(encoded(path), expected);
        }
    }

    #[test]
    fn templates_have_one_canonical_spelling() {
        assert_eq!(canonical("/a/{b}/{c}.x"), "/a/{}/{}.x");
        assert_eq!(canonical("/%61b%2fc%2E"), "/ab%2Fc.");
        assert_eq!(canonical("/größe"), canonical("/gr%c3%b6%C3%9fe"));
    }

    #[test]
    fn invalid_escapes_are_found() {
        assert_eq!(invalid_escape("/a%zzb"), Some("%zz"));
        assert_eq!(invalid_escape("/a%2"), Some("%2"));
        assert_eq!(invalid_escape("/a%2F"), None);
    }
}
