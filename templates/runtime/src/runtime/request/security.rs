//! The credentials of a request.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, COOKIE};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use secrecy::ExposeSecret;

use super::parts::RequestParts;
use super::value::InvalidParameter;
use crate::runtime::api::Placement;
use crate::runtime::config::EncodedCredentials;
use crate::runtime::http::{Body, url};

/// The query parameters of a request that are credentials, in its extensions.
#[derive(Clone, Default)]
pub(crate) struct QueryCredentials(pub(crate) Vec<&'static str>);

impl RequestParts {
    /// Adds the credentials to a request.
    pub(super) fn authorize(
        &self,
        request: &mut http::Request<Body>,
    ) -> Result<(), InvalidParameter> {
        for &scheme in &*self.schemes()? {
            let missing =
                || InvalidParameter::new(scheme, "no credentials are set for this security scheme");
            let credentials = self.core.credentials(scheme).ok_or_else(missing)?;
            add(request, credentials).ok_or_else(|| {
                InvalidParameter::new(scheme, "the credentials cannot be sent in their place")
            })?;
        }
        Ok(())
    }

    /// Returns the security schemes whose credentials are sent: those of the first alternative for which all are set. The
    /// credentials of an operation are sent to its own host only.
    fn schemes(&self) -> Result<Cow<'_, [&str]>, InvalidParameter> {
        let mut alternatives = self.operation.security;
        if let Some(custom) = &self.custom {
            if let Some(scheme) = &custom.scheme {
                return Ok(vec![&**scheme].into());
            }
            if custom.host.name != self.operation.host.name {
                alternatives = &[];
            }
        }
        let is_set = |scheme: &&str| self.core.credentials(scheme).is_some();
        let complete = |schemes: &&&[&str]| !schemes.is_empty() && schemes.iter().all(is_set);
        if let Some(schemes) = alternatives.iter().find(complete) {
            return Ok(Cow::Borrowed(schemes));
        }
        match alternatives {
            [] => Ok(Cow::default()),
            _ if alternatives.iter().any(|schemes| schemes.is_empty()) => Ok(Cow::default()),
            // the error names the scheme
            [only] => Ok(Cow::Borrowed(only)),
            several => {
                let names = several.iter().map(|schemes| format!("`{}`", schemes.join("` and `")));
                let names = names.collect::<Vec<_>>().join(", or ");
                Err(InvalidParameter::new("credentials", format!("expected those of {names}")))
            }
        }
    }
}

/// Adds credentials to a request. Returns `None` if they cannot be sent.
fn add(request: &mut http::Request<Body>, credentials: &EncodedCredentials) -> Option<()> {
    let text = credentials.text.expose_secret();
    match credentials.placement {
        Placement::Basic | Placement::Bearer => {
            request.headers_mut().insert(AUTHORIZATION, sensitive(text)?);
        }
        Placement::Header(name) => {
            let name = HeaderName::try_from(name).ok()?;
            request.headers_mut().insert(name, sensitive(text)?);
        }
        Placement::Cookie(_) => add_cookie(request.headers_mut(), text)?,
        Placement::Query(name) => {
            *request.uri_mut() = with_parameter(request.uri(), name, text)?;
            request.extensions_mut().get_or_insert_default::<QueryCredentials>().0.push(name);
        }
    }
    Some(())
}

/// Returns the value of a header, marked as sensitive for HTTP libraries.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Adds a cookie, as `name=value`, to those of the request.
pub(super) fn add_cookie(headers: &mut HeaderMap, cookie: &str) -> Option<()> {
    let value = match headers.get(COOKIE) {
        Some(others) => sensitive(&format!("{}; {cookie}", others.to_str().ok()?))?,
        None => sensitive(cookie)?,
    };
    headers.insert(COOKIE, value);
    Some(())
}

/// Returns the URL with a query parameter. A link to another page may already have it.
fn with_parameter(uri: &Uri, name: &str, value: &str) -> Option<Uri> {
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    if url::query_parameter(path, name).is_some() {
        return Some(uri.clone());
    }
    let separator = if uri.query().is_some() { '&' } else { '?' };
    let pair = url::encode_pairs([(name, value)]);
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{separator}{pair}").parse().ok()?);
    Uri::from_parts(parts).ok()
}
