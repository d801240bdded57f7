//! Addresses: of hosts, of operations on them, and of what links and redirects point to.

use std::net::IpAddr;

use http::Uri;
use http::uri::Authority;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the characters that mean the same in any place of a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as part of a path, a query or a form. A blank becomes `%20` in all of them: that is right
/// everywhere, while `+` is a plus sign in paths.
pub(crate) fn encode(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, RESERVED)
}

/// Pairs of names and values, as in a query or a form.
pub(crate) fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name, RESERVED));
        text.push('=');
        text.extend(utf8_percent_encode(value, RESERVED));
    }
    text
}

/// The last segment of a path, decoded, without query and fragment.
pub(crate) fn last_segment(link: &str) -> Option<String> {
    let path = link.split(['?', '#']).next()?.trim_end_matches('/');
    let segment = path.rsplit('/').next()?.trim();
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    (!text.is_empty()).then(|| text.into_owned())
}

/// Where a host is reached: scheme, authority and what all its paths start with.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    https: bool,
    authority: Authority,
    prefix: String,
}

impl Address {
    /// Reads a base URL such as `https://api.example.com/v1`. Plain HTTP is taken for the machine
    /// itself, and elsewhere only if that is wanted.
    pub(crate) fn parse(url: &str, allow_plain_http: bool) -> Result<Self, &'static str> {
        let uri: Uri = url.parse().map_err(|_| "not a URL")?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("neither https nor http"),
        };
        let authority = uri.authority().ok_or("no host")?.clone();
        if authority.as_str().contains('@') {
            return Err("credentials do not belong into a URL");
        }
        if uri.query().is_some() || url.contains('#') {
            return Err("a base URL ends with its path");
        }
        let address =
            Self { https, authority, prefix: uri.path().trim_end_matches('/').to_owned() };
        if !https && !allow_plain_http && !address.is_loopback() {
            return Err("plain HTTP would show the credentials to everybody on the way");
        }
        Ok(address)
    }

    /// The address of this path (with query) below the prefix.
    pub(crate) fn join(&self, path: &str) -> Result<Uri, &'static str> {
        let scheme = if self.https { "https" } else { "http" };
        let text = format!("{scheme}://{}{}{path}", self.authority, self.prefix);
        text.parse().map_err(|_| "the path does not make a URL")
    }

    /// Whether this is the machine itself.
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

    /// The path and query that a link of an answer means, seen from the request for `current`.
    ///
    /// `home` are the addresses that count as the same host: the one in use, and the documented one that
    /// it may stand in for. What is sent goes to the one in use, whatever the link says.
    pub(crate) fn follow(
        &self,
        link: &str,
        current: &str,
        home: &[&Address],
    ) -> Result<String, &'static str> {
        let link = link.trim().split('#').next().unwrap_or_default();
        if link.chars().any(|letter| letter.is_control() || letter == '\\' || letter == ' ') {
            return Err("the link holds characters that no URL has");
        }
        let path = match absolute(link, self.https)? {
            Some((target, path)) => {
                if !home.iter().any(|home| home.is_same_host(&target)) {
                    return Err("the link leads to another host");
                }
                path
            }
            None => relative(link, current),
        };
        let bare = path.split('?').next().unwrap_or_default();
        if bare.split('/').any(is_dots) {
            return Err("the link climbs out of its path");
        }
        Ok(self.without_prefix(&path).to_owned())
    }

    /// A service behind a prefix may or may not know of it.
    fn without_prefix<'a>(&self, path: &'a str) -> &'a str {
        match path.strip_prefix(self.prefix.as_str()) {
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }
}

/// The host and the path of an absolute link; `None` for a relative one.
fn absolute(link: &str, https: bool) -> Result<Option<(Address, String)>, &'static str> {
    let has_scheme = link.split(['/', '?']).next().is_some_and(|start| start.contains(':'));
    let url = match (has_scheme, link.starts_with("//")) {
        (false, false) => return Ok(None),
        (false, true) => format!("{}:{link}", if https { "https" } else { "http" }),
        (true, _) => link.to_owned(),
    };
    let uri: Uri = url.parse().map_err(|_| "the link is not a URL")?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let authority = uri.authority().ok_or("the link has no host")?;
    let host = format!("{}://{authority}", uri.scheme_str().unwrap_or_default());
    Ok(Some((Address::parse(&host, true)?, path)))
}

/// A relative link, seen from the path at hand.
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

/// Whether URL libraries fold this segment away; encoding does not keep them from it.
pub(crate) fn is_dots(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}

/// Where a redirect leads, or why nobody goes there. Plain HTTP is only good enough when the request
/// itself went over plain HTTP to the machine itself.
pub(crate) fn redirect_target(
    from: &Uri,
    location: &str,
    allow_plain_http: bool,
) -> Result<Uri, &'static str> {
    let location = location.split('#').next().unwrap_or_default();
    let https = from.scheme_str() == Some("https");
    if absolute(location, https)?.is_none() {
        let authority = from.authority().ok_or("the request had no host")?;
        let current = from.path_and_query().map_or("/", |path| path.as_str());
        let scheme = if https { "https" } else { "http" };
        let text = format!("{scheme}://{authority}{}", relative(location, current));
        return text.parse().map_err(|_| "the redirect does not lead to a URL");
    }
    let text = if location.starts_with("//") {
        format!("{}:{location}", if https { "https" } else { "http" })
    } else {
        location.to_owned()
    };
    let target: Uri = text.parse().map_err(|_| "the redirect does not lead to a URL")?;
    let loopback = |uri: &Uri| uri.authority().is_some_and(is_loopback);
    let local = !https && loopback(from) && loopback(&target);
    match target.scheme_str() {
        Some("https") => Ok(target),
        Some("http") if local || allow_plain_http => Ok(target),
        _ => Err("the redirect leads to an address without encryption"),
    }
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
