//! Encoding of a request to HTTP: the URL, the headers and the body.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Uri};

use super::parts::RequestParts;
use super::value::{BodyValue, InvalidParameter, encode, encode_list, encode_object};
use super::{Request, form, multipart, style, validate};
use crate::runtime::api::{Encoding, Location, Method};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::{BaseUrl, Body, Part, url};
use crate::runtime::position::{ListId, Target};
use crate::runtime::retry::RetryPolicy;

impl<M> Request<M> {
    /// Validates the request and encodes it.
    pub(crate) fn build(&self) -> Result<http::Request<Body>, Error> {
        self.parts.build().map_err(|error| error.with_operation(self.parts.operation))
    }

    /// Returns the timeout of an attempt.
    pub(crate) fn timeout(&self) -> Duration {
        self.parts.options.timeout.unwrap_or(self.parts.core.timeout)
    }

    /// Returns the timeout of the call as a whole.
    pub(crate) fn operation_timeout(&self) -> Duration {
        self.parts.options.operation_timeout.unwrap_or(self.parts.core.operation_timeout)
    }

    /// Returns when failed attempts are repeated.
    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.parts.options.retry.unwrap_or(self.parts.core.retry)
    }

    /// Returns the path and query of a link in a response to this request.
    pub(crate) fn resolve(&self, link: &str) -> Result<String, &'static str> {
        let path = self.parts.path().map_err(|_| "the path of the request is invalid")?;
        let base = self.parts.base_url()?;
        let documented = BaseUrl::parse(self.parts.operation.host.url, true)?;
        base.resolve_link(link, &path, &[&*base, &documented])
    }
}

/// The list that the pages of a request belong to.
impl<M> Request<M> {
    /// Returns the path and query of a link to another page. Its path is that of the request.
    pub(crate) fn resolve_page(&self, link: &str) -> Result<String, &'static str> {
        let own = self.parts.path().map_err(|_| "the path of the request is invalid")?;
        let path = self.resolve(link)?;
        if url::is_same_path(&path, &own) {
            Ok(path)
        } else {
            Err("the link is to another path than that of the list")
        }
    }

    /// Returns the id of the list: the operation, the account, and all parameters.
    pub(crate) fn list_id(&self) -> ListId {
        let parts = &*self.parts;
        let mut styled = Vec::new();
        for (style, value) in &parts.styled {
            if let Ok(own) = style::pairs(style.name, (style.style, style.explode), value) {
                let own = own.iter().map(|(name, text)| (&**name, &**text));
                styled.push(url::encode_pairs(own));
            }
        }
        let mut parameters = Vec::new();
        for (name, text) in &parts.path {
            parameters.push((*name, text.as_str()));
        }
        for (name, text) in &parts.query {
            parameters.push((&**name, text.as_str()));
        }
        for pairs in &styled {
            parameters.push(("", pairs.as_str()));
        }
        ListId::new(parts.operation.id, &parts.core.account, parameters)
    }
}

impl From<InvalidParameter> for Error {
    fn from(error: InvalidParameter) -> Self {
        Error::with_message(ErrorKind::Request, format!("`{}`: {}", error.name, error.reason))
    }
}

/// A content type and a body.
type Encoded = (Option<HeaderValue>, Body);

impl RequestParts {
    /// Returns an error if a value is invalid.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        if let Some(error) = &self.error {
            return Err(error.clone().into());
        }
        if self.options.skip_validation {
            return Ok(());
        }
        validate::check(self).map_err(|message| Error::with_message(ErrorKind::Request, message))
    }

    fn build(&self) -> Result<http::Request<Body>, Error> {
        self.validate()?;
        let uri = self.uri()?;
        let (content_type, body) = self.body()?;
        let is_empty = body.is_empty();
        let mut request = http::Request::new(body);
        *request.method_mut() = http::Method::from_bytes(self.operation.method.as_str().as_bytes())
            .map_err(|_| InvalidParameter::new("method", "not an HTTP method"))?;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.clone_from(&self.core.headers);
        headers.insert(ACCEPT, HeaderValue::from_static(self.operation.accept));
        if is_empty && self.writes() {
            // some servers require a length, which HTTP libraries leave out without a body
            headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        }
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.options.headers {
            headers.insert(name, value.clone());
        }
        self.add_styled_headers(request.headers_mut())?;
        self.authorize(&mut request)?;
        Ok(request)
    }

    /// Returns `true` for a method whose requests usually have a body.
    fn writes(&self) -> bool {
        matches!(self.operation.method, Method::Put | Method::Post | Method::Patch)
    }

    fn base_url(&self) -> Result<Cow<'_, BaseUrl>, &'static str> {
        self.core.base_url(self.host())
    }

    fn uri(&self) -> Result<Uri, Error> {
        let invalid = |reason| Error::from(InvalidParameter::new(self.host().name, reason));
        let base = self.base_url().map_err(invalid)?;
        let path = self.path()?;
        let path = match &self.target {
            Target::Link(link) => {
                let documented = BaseUrl::parse(self.operation.host.url, true).map_err(invalid)?;
                base.resolve_link(link, &path, &[&*base, &documented])
                    .map_err(|reason| Error::with_message(ErrorKind::Paging, reason))?
            }
            _ => self.with_query(path)?,
        };
        base.join(path).map_err(invalid)
    }

    /// Fills in the path template in one pass: values are not searched for placeholders.
    fn path(&self) -> Result<String, InvalidParameter> {
        let mut rest = self.path_template();
        let mut path = String::with_capacity(2 * rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            self.push_literal(&mut path, before);
            self.push_path_value(&mut path, name)?;
            rest = after;
        }
        self.push_literal(&mut path, rest);
        self.check_path(&path)?;
        Ok(path)
    }

    fn push_path_value(&self, path: &mut String, name: &str) -> Result<(), InvalidParameter> {
        if let Some(text) = self.styled_path(name) {
            path.push_str(&text?);
            return Ok(());
        }
        let own = self.path.iter().rfind(|(known, _)| *known == name).map(|(_, text)| &**text);
        let account = (name == self.core.api.account_parameter).then_some(&*self.core.account);
        let text =
            own.or(account).ok_or_else(|| InvalidParameter::new(name, "expected a value"))?;
        if text.trim().is_empty() {
            return Err(InvalidParameter::new(name, "a path parameter cannot be empty"));
        }
        if url::is_dot_segment(text) {
            return Err(InvalidParameter::new(name, "a path parameter cannot be `.` or `..`"));
        }
        url::push_encoded(path, text);
        Ok(())
    }

    fn with_query(&self, path: String) -> Result<String, InvalidParameter> {
        let styled = self.styled_pairs(Location::Query)?;
        if self.query.is_empty() && styled.is_empty() {
            return Ok(path);
        }
        let pairs = self.query.iter().map(|(name, text)| (&**name, &**text));
        let styled = styled.iter().map(|(name, text)| (&**name, &**text));
        // a path may have a query that is always the same
        let separator = if path.contains('?') { '&' } else { '?' };
        Ok(format!("{path}{separator}{}", url::encode_pairs(pairs.chain(styled))))
    }

    fn body(&self) -> Result<Encoded, InvalidParameter> {
        let is_empty = self.members.is_empty() && self.list.is_none();
        match self.encoding() {
            Encoding::None => match self.members.first() {
                Some((name, _)) => {
                    Err(InvalidParameter::new(&**name, "the operation takes no body"))
                }
                None => Ok((None, Body::empty())),
            },
            Encoding::Json => self.json("application/json", is_empty),
            Encoding::JsonOf(media) => self.json(media, is_empty),
            Encoding::Raw(media) => self.raw(media),
            _ if self.list.is_some() => {
                Err(InvalidParameter::new("body", "a list can only be encoded as JSON"))
            }
            _ if is_empty => Ok((None, Body::empty())),
            Encoding::Form => self.form(),
            Encoding::Multipart => self.multipart(),
            Encoding::FormOrMultipart => {
                if self.members.iter().any(|(_, value)| contains_file(value)) {
                    self.multipart()
                } else {
                    self.form()
                }
            }
        }
    }

    fn json(&self, media: &'static str, is_empty: bool) -> Result<Encoded, InvalidParameter> {
        let is_optional = !self.writes() || self.operation.optional_body && self.body.is_none();
        let quoted = self.operation.quoted;
        let text = match (&self.document, &self.list) {
            (Some(document), _) => encode("body", document, quoted)?,
            (None, Some(list)) => encode_list("body", list, quoted)?,
            (None, None) if is_empty && is_optional => return Ok((None, Body::empty())),
            (None, None) => encode_object(&self.members, quoted)?,
        };
        let content_type = HeaderValue::from_static(media);
        Ok((Some(content_type), Body::from(Bytes::from(text))))
    }

    fn raw(&self, media: &str) -> Result<Encoded, InvalidParameter> {
        let Some(file) = &self.raw else { return Ok((None, Body::empty())) };
        let content_type =
            HeaderValue::try_from(file.content_type().unwrap_or(media)).map_err(|_| {
                InvalidParameter::new("body", "the content type of the file is invalid")
            })?;
        Ok((Some(content_type), Body::from_parts(vec![Part::file(file, None)])))
    }

    fn form(&self) -> Result<Encoded, InvalidParameter> {
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        Ok((
            Some(content_type),
            Body::from(form::encode(&self.members, self.operation.member_styles)?),
        ))
    }

    fn multipart(&self) -> Result<Encoded, InvalidParameter> {
        let random = (self.core.rng.next(), self.core.rng.next());
        let limits = if self.options.skip_validation { &[] } else { self.operation.body_limits };
        let (content_type, body) =
            multipart::encode(&self.members, self.operation, limits, random)?;
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|_| InvalidParameter::new("body", "the boundary is not a header value"))?;
        Ok((Some(content_type), body))
    }
}

fn contains_file(value: &BodyValue) -> bool {
    match value {
        BodyValue::File(_) => true,
        BodyValue::List(list) => list.iter().any(contains_file),
        _ => false,
    }
}
