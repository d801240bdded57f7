//! URLs: base URLs of hosts, links in responses, and redirects.

use std::net::IpAddr;

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode,
};

/// All characters except those that have no special meaning anywhere in a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that a `Location` may contain although a URL must not.
const INVALID: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The characters of a path template that a URL must not contain.
const NOT_IN_PATH: &AsciiSet = &INVALID.add(b'\\').add(b'[').add(b']');

/// The maximum length of the path and the query of a URL that can be sent.
const MAX_PATH: usize = 65_534;

/// Encodes a string for a path, a query or a form.
///
/// A space becomes `%20`, which is valid in all of them, while `+` is a plus sign in a path.
pub(crate) fn encode(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, RESERVED)
}

/// Appends an encoded string to a part of a URL.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    // most values need no encoding, and are copied as a whole
    match text.bytes().all(is_unreserved) {
        true => url.push_str(text),
        false => url.extend(utf8_percent_encode(text, RESERVED)),
    }
}

/// Appends the part of a path template between two parameters. It may contain escapes.
pub(crate) fn push_literal(url: &mut String, text: &str) {
    match text.bytes().all(|byte| byte == b'/' || is_unreserved(byte)) {
        true => url.push_str(text),
        false => url.extend(utf8_percent_encode(text, NOT_IN_PATH)),
    }
}

/// Returns `true` for a character that [`RESERVED`] does not contain.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Encodes names and values for a query or a form.
pub(crate) fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        push_encoded(&mut text, name);
        text.push('=');
        push_encoded(&mut text, value);
    }
    text
}

/// Returns `true` if a string can be the value of a cookie as it is.
pub(crate) fn is_cookie_value(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}

/// Returns the last segment of a path or of the path of a URL, decoded, without query and fragment. It is neither blank
/// nor `.` or `..`.
pub(crate) fn last_segment(link: &str) -> Option<String> {
    let path = link.split(['?', '#']).next()?;
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => path,
    };
    let segment = path.trim_end_matches('/').rsplit('/').next()?;
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    let text = text.trim();
    (!text.is_empty() && !is_dot_segment(text)).then(|| text.to_owned())
}

/// Returns `true` if two paths are the same, apart from their queries, their encoding, and the ending `.json`.
pub(crate) fn is_same_path(one: &str, other: &str) -> bool {
    let plain = |path: &str| {
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let path = path.strip_suffix(".json").unwrap_or(path);
        percent_decode_str(path).collect::<Vec<u8>>()
    };
    plain(one) == plain(other)
}

/// Returns the decoded names and the encoded values of the parameters in the query of a link.
pub(crate) fn query_pairs(link: &str) -> impl Iterator<Item = (String, &str)> {
    let query = link.split('#').next().and_then(|link| link.split_once('?'));
    let pairs = query.map_or("", |(_, query)| query).split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, text)| (decode_text(name), text))
}

/// Returns the value of a parameter in the query of a link.
pub(crate) fn query_parameter(link: &str, name: &str) -> Option<String> {
    query_pairs(link).find(|(known, _)| known == name).map(|(_, text)| decode_text(text))
}

/// Decodes percent-encoded text, which is UTF-8 or Latin-1.
pub(crate) fn decode_text(text: &str) -> String {
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

/// A base URL: scheme, authority and the prefix of all paths.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    https: bool,
    authority: Authority,
    prefix: String,
}

impl BaseUrl {
    /// Parses a base URL such as `https://api.example.com/v1`. Plain HTTP is accepted for the loopback interface,
    /// and for other hosts if it is allowed.
    pub(crate) fn parse(url: &str, allow_plain_http: bool) -> Result<Self, &'static str> {
        let uri: Uri = url.parse().map_err(|_| "invalid URL")?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("expected the scheme `https` or `http`"),
        };
        let authority = uri.authority().ok_or("the URL has no host")?.clone();
        if authority.as_str().contains('@') {
            return Err("credentials are not allowed in a URL");
        }
        let port = authority.as_str().get(authority.host().len()..).unwrap_or_default();
        if !port.is_empty() && authority.port_u16().is_none() {
            return Err("expected a port from 1 to 65535");
        }
        if uri.query().is_some() || url.contains('#') {
            return Err("a base URL has no query and no fragment");
        }
        let address =
            Self { https, authority, prefix: uri.path().trim_end_matches('/').to_owned() };
        if !https && !allow_plain_http && !address.is_loopback() {
            return Err(
                "plain HTTP would send the credentials unencrypted; `allow_plain_http` permits it",
            );
        }
        Ok(address)
    }

    /// Returns the URL of a path, with query, under the prefix.
    pub(crate) fn join(&self, path: String) -> Result<Uri, &'static str> {
        let path = if self.prefix.is_empty() { path } else { format!("{}{path}", self.prefix) };
        if path.len() > MAX_PATH {
            return Err("the path and the query of the URL are longer than 65,534 bytes");
        }
        let path = PathAndQuery::try_from(path).map_err(|_| "the path is not valid in a URL")?;
        let mut parts = Parts::default();
        parts.scheme = Some(if self.https { Scheme::HTTPS } else { Scheme::HTTP });
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Uri::from_parts(parts).map_err(|_| "the path is not valid in a URL")
    }

    /// Appends a prefix to all paths, whose placeholder `{}` stands for an encoded value.
    pub(crate) fn with_prefix(mut self, prefix: &str, value: &str) -> Result<Self, &'static str> {
        if value.trim().is_empty() || is_dot_segment(value) {
            return Err("the value of the prefix cannot be empty, `.` or `..`");
        }
        let (before, after) = prefix.split_once("{}").unwrap_or((prefix, ""));
        push_literal(&mut self.prefix, before);
        push_encoded(&mut self.prefix, value);
        push_literal(&mut self.prefix, after);
        Ok(self)
    }

    /// Returns `true` for the loopback interface.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.authority)
    }

    fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(if self.https { 443 } else { 80 })
    }

    fn is_same_host(&self, other: &Self) -> bool {
        self.authority.host().eq_ignore_ascii_case(other.authority.host())
            && self.port() == other.port()
    }

    /// Returns the path and query of a link in the response to a request for `current`.
    ///
    /// `allowed` are the base URLs that count as the same host: the configured and the documented one. The request
    /// is sent to the configured one in either case.
    pub(crate) fn resolve_link(
        &self,
        link: &str,
        current: &str,
        allowed: &[&BaseUrl],
    ) -> Result<String, &'static str> {
        let link = link.trim().split('#').next().unwrap_or_default();
        if link.chars().any(|letter| letter.is_control() || letter == '\\' || letter == ' ') {
            return Err("the link contains characters that are not valid in a URL");
        }
        let path = match absolute(link, self.https)? {
            Some((target, path)) => {
                if !allowed.iter().any(|base| base.is_same_host(&target)) {
                    return Err("the link is on another host");
                }
                path
            }
            None => relative(link, current),
        };
        let bare = path.split('?').next().unwrap_or_default();
        if decode_separators(bare).split('/').any(is_dot_segment) {
            return Err("the link contains `.` or `..`");
        }
        Ok(self.without_prefix(&path).to_owned())
    }

    /// Removes the prefix, which the links of a service may or may not contain.
    fn without_prefix<'a>(&self, path: &'a str) -> &'a str {
        match path.strip_prefix(self.prefix.as_str()) {
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }
}

/// Returns the host and the path of an absolute link, or `None` for a relative one.
fn absolute(link: &str, https: bool) -> Result<Option<(BaseUrl, String)>, &'static str> {
    let has_scheme = link.split(['/', '?']).next().is_some_and(|start| start.contains(':'));
    let url = match (has_scheme, link.starts_with("//")) {
        (false, false) => return Ok(None),
        (false, true) => format!("{}:{link}", if https { "https" } else { "http" }),
        (true, _) => link.to_owned(),
    };
    let uri: Uri = url.parse().map_err(|_| "the link is not a valid URL")?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let authority = uri.authority().ok_or("the link has no host")?;
    let host = format!("{}://{authority}", uri.scheme_str().unwrap_or_default());
    Ok(Some((BaseUrl::parse(&host, true)?, path)))
}

/// Resolves a relative link against a path.
fn relative(link: &str, current: &str) -> String {
    let bare = current.split('?').next().unwrap_or_default();
    if link.starts_with('/') {
        link.to_owned()
    } else if link.starts_with('?') {
        format!("{bare}{link}")
    } else {
        let folder = bare.rfind('/').and_then(|end| bare.get(..=end)).unwrap_or("/");
        format!("{folder}{link}")
    }
}

/// Checks a path that a program has composed, which must not lead to another host or out of the base URL.
pub(crate) fn check_path(path: &str) -> Result<(), &'static str> {
    let is_invalid = |letter: char| {
        !letter.is_ascii_graphic() || matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '|')
    };
    if !path.starts_with('/') || path.starts_with("//") {
        Err("expected a path that starts with one `/`")
    } else if path.contains(['?', '#']) {
        Err("a path has no query and no fragment")
    } else if path.contains(['{', '}']) || path.contains(is_invalid) {
        Err("the path contains characters that are not valid in a URL")
    } else if decode_separators(path).split('/').any(is_dot_segment) {
        Err("the path contains `.` or `..`")
    } else {
        Ok(())
    }
}

/// Replaces encoded separators, which some services decode before they resolve `..`.
fn decode_separators(path: &str) -> String {
    path.to_ascii_lowercase().replace("%2f", "/").replace("%5c", "/")
}

/// Returns `true` for a segment that URL libraries remove, even if it is encoded.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    match strip_dot(segment) {
        Some(rest) => rest.is_empty() || strip_dot(rest) == Some(""),
        None => false,
    }
}

/// Removes a dot from the start of a string, which may be encoded.
fn strip_dot(text: &str) -> Option<&str> {
    [".", "%2e", "%2E"].iter().find_map(|dot| text.strip_prefix(dot))
}

/// Returns the URL of a redirect, or the reason why it is not followed. Plain HTTP is accepted if it is allowed, or
/// between URLs of the loopback interface. Bytes of `Location` that are not valid in a URL, such as those of UTF-8, are
/// encoded.
pub(crate) fn redirect_target(
    from: &Uri,
    location: &[u8],
    allow_plain_http: bool,
) -> Result<Uri, &'static str> {
    let location = percent_encode(location.trim_ascii(), INVALID).to_string();
    let location = location.split('#').next().unwrap_or_default();
    if location.is_empty() {
        return Err("the redirect is to the URL of the request");
    }
    let https = from.scheme_str() == Some("https");
    if absolute(location, https)?.is_none() {
        let authority = from.authority().ok_or("the request has no host")?;
        let current = from.path_and_query().map_or("/", |path| path.as_str());
        let scheme = if https { "https" } else { "http" };
        let text = format!("{scheme}://{authority}{}", relative(location, current));
        return text.parse().map_err(|_| "the redirect is not a valid URL");
    }
    let text = if location.starts_with("//") {
        format!("{}:{location}", if https { "https" } else { "http" })
    } else {
        location.to_owned()
    };
    let target: Uri = text.parse().map_err(|_| "the redirect is not a valid URL")?;
    let loopback = |uri: &Uri| uri.authority().is_some_and(is_loopback);
    let local = !https && loopback(from) && loopback(&target);
    match target.scheme_str() {
        Some("https") => Ok(target),
        Some("http") if local || allow_plain_http => Ok(target),
        _ => Err("the redirect is to a URL without encryption"),
    }
}

/// Returns `true` for a URL without encryption on the loopback interface.
pub(super) fn is_plain_loopback(uri: &Uri) -> bool {
    uri.scheme_str() == Some("http") && uri.authority().is_some_and(is_loopback)
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
