//! From a filled call to the bytes of a request.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Uri};

use crate::runtime::address::{self, Address};
use crate::runtime::body::{Body, Part};
use crate::runtime::description::{Encoding, Method};
use crate::runtime::error::{Error, Kind};
use crate::runtime::exchange::{Exchange, Rules};
use crate::runtime::position::Target;
use crate::runtime::request::{Draft, Request};
use crate::runtime::tree::{Tree, Trouble, write_list, write_object};
use crate::runtime::{form, multipart, rules};

impl Request {
    /// The exchange that this call consists of; `streamed` when the body of its answer is not to be read
    /// into memory. Nothing is sent by this, and nothing read.
    pub fn exchange(&self, streamed: bool) -> Exchange {
        let draft = &*self.draft;
        let client = draft.client.inner();
        let rules = Rules {
            api: client.api,
            operation: draft.operation,
            streamed,
            max_body: draft.options.max_body.unwrap_or(client.max_body),
            allow_plain_http: client.allow_plain_http,
            answers_state: draft.answers_state,
        };
        Exchange::new(rules, draft.prepare().map_err(|error| error.of(draft.operation)))
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.draft.options.timeout.unwrap_or(self.draft.client.inner().timeout)
    }

    /// The path and query that a link of an answer to this call leads to.
    pub(crate) fn resolve(&self, link: &str) -> Result<String, &'static str> {
        let path = self.draft.path().map_err(|_| "the path of the call itself is wrong")?;
        let address = self.draft.address()?;
        let documented = Address::parse(self.draft.operation.host.url, true)?;
        address.follow(link, &path, &[&address, &documented])
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        let message = format!("`{}`: {}", trouble.parameter, trouble.what);
        Error::message_of(Kind::Request, message)
    }
}

impl Draft {
    fn prepare(&self) -> Result<http::Request<Body>, Error> {
        if let Some(trouble) = &self.trouble {
            return Err(trouble.clone().into());
        }
        if !self.options.unchecked {
            rules::check(self).map_err(|message| Error::message_of(Kind::Request, message))?;
        }
        let uri = self.uri()?;
        let (content_type, body) = self.body()?;
        let mut request = http::Request::new(body);
        *request.method_mut() = http::Method::from_bytes(self.operation.method.as_str().as_bytes())
            .map_err(|_| Trouble::new("method", "not a method"))?;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.clone_from(&self.client.inner().headers);
        headers.insert(ACCEPT, HeaderValue::from_static(self.operation.accept));
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.options.headers {
            headers.insert(name, value.clone());
        }
        if let Some(scheme) = self.operation.scheme {
            let what = "the client has no credentials for this security scheme";
            let value = self.client.authorization(scheme);
            headers.insert(AUTHORIZATION, value.ok_or_else(|| Trouble::new(scheme, what))?);
        }
        Ok(request)
    }

    fn address(&self) -> Result<Address, &'static str> {
        self.client.address(self.operation.host)
    }

    fn uri(&self) -> Result<Uri, Error> {
        let trouble = |what| Error::from(Trouble::new(self.operation.host.name, what));
        let address = self.address().map_err(trouble)?;
        let path = self.path()?;
        let path = match &self.target {
            Target::Link(link) => {
                let documented = Address::parse(self.operation.host.url, true).map_err(trouble)?;
                address
                    .follow(link, &path, &[&address, &documented])
                    .map_err(|what| Error::message_of(Kind::Paging, what))?
            }
            _ => self.with_query(path),
        };
        address.join(&path).map_err(trouble)
    }

    /// The path with its parameters filled in, in one pass: values are never searched for places.
    fn path(&self) -> Result<String, Trouble> {
        let mut path = String::new();
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            path.push_str(before);
            path.push_str(&self.path_value(name)?);
            rest = after;
        }
        path.push_str(rest);
        Ok(path)
    }

    fn path_value(&self, name: &str) -> Result<String, Trouble> {
        let given = self.path.iter().rfind(|(known, _)| *known == name).map(|(_, text)| &**text);
        let own = (name == self.client.api().account_parameter).then(|| self.client.account());
        let text = given.or(own).ok_or_else(|| Trouble::new(name, "a path needs a value here"))?;
        if text.is_empty() {
            return Err(Trouble::new(name, "empty, so it would call something else"));
        }
        if address::is_dots(text) {
            return Err(Trouble::new(name, "dots, which would call something else"));
        }
        Ok(address::encode(text).to_string())
    }

    fn with_query(&self, path: String) -> String {
        if self.query.is_empty() {
            return path;
        }
        let pairs = self.query.iter().map(|(name, text)| (&**name, &**text));
        format!("{path}?{}", address::encode_pairs(pairs))
    }

    /// The content type and the body.
    fn body(&self) -> Result<(Option<HeaderValue>, Body), Trouble> {
        let is_empty = self.members.is_empty() && self.list.is_none();
        match self.operation.encoding {
            Encoding::None => match self.members.first() {
                Some((name, _)) => Err(Trouble::new(&**name, "the operation takes no body")),
                None => Ok((None, Body::empty())),
            },
            Encoding::Json => self.json(is_empty),
            Encoding::Raw(media) => self.raw(media),
            _ if self.list.is_some() => {
                Err(Trouble::new("body", "a list as a body can only be written as JSON"))
            }
            _ if is_empty => Ok((None, Body::empty())),
            Encoding::Form => self.form(),
            Encoding::Multipart => self.multipart(),
            Encoding::FormOrMultipart => {
                if self.members.iter().any(|(_, tree)| has_file(tree)) {
                    self.multipart()
                } else {
                    self.form()
                }
            }
        }
    }

    fn json(&self, is_empty: bool) -> Result<(Option<HeaderValue>, Body), Trouble> {
        let writes = matches!(self.operation.method, Method::Put | Method::Post | Method::Patch);
        if is_empty && !writes {
            return Ok((None, Body::empty()));
        }
        let text = match &self.list {
            Some(list) => write_list("body", list)?,
            None => write_object(&self.members)?,
        };
        let content_type = HeaderValue::from_static("application/json");
        Ok((Some(content_type), Body::from(Bytes::from(text))))
    }

    fn raw(&self, media: &str) -> Result<(Option<HeaderValue>, Body), Trouble> {
        let Some(file) = &self.raw else { return Ok((None, Body::empty())) };
        let content_type = HeaderValue::try_from(file.content_type().unwrap_or(media))
            .map_err(|_| Trouble::new("body", "the content type of the file is none"))?;
        Ok((Some(content_type), Body::of(vec![Part::of(file)])))
    }

    fn form(&self) -> Result<(Option<HeaderValue>, Body), Trouble> {
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        Ok((Some(content_type), Body::from(form::write(&self.members)?)))
    }

    fn multipart(&self) -> Result<(Option<HeaderValue>, Body), Trouble> {
        let randomness = &self.client.inner().randomness;
        let seed = (randomness.next(), randomness.next());
        let (content_type, body) = multipart::write(&self.members, seed)?;
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|_| Trouble::new("body", "the boundary is no header value"))?;
        Ok((Some(content_type), body))
    }
}

fn has_file(tree: &Tree) -> bool {
    match tree {
        Tree::File(_) => true,
        Tree::List(list) => list.iter().any(has_file),
        _ => false,
    }
}
