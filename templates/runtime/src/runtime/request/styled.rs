//! The parameters whose style the description of the operation has.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::parts::RequestParts;
use super::security::add_cookie;
use super::style;
use super::value::InvalidParameter;
use crate::runtime::api::Location;
use crate::runtime::http::url::{encode, is_cookie_value};

impl RequestParts {
    /// Returns a path parameter, encoded.
    pub(super) fn styled_path(&self, name: &str) -> Option<Result<String, InvalidParameter>> {
        let is_own = |style: &str, location| style == name && location == Location::Path;
        let (style, value) =
            self.styled.iter().find(|(style, _)| is_own(style.name, style.location))?;
        Some(style::path(name, (style.style, style.explode), value))
    }

    /// Returns the pairs of the parameters in the query or in cookies.
    pub(super) fn styled_pairs(
        &self,
        location: Location,
    ) -> Result<Vec<(String, String)>, InvalidParameter> {
        let mut all = Vec::new();
        for (style, value) in self.styled.iter().filter(|(style, _)| style.location == location) {
            all.extend(style::pairs(style.name, (style.style, style.explode), value)?);
        }
        Ok(all)
    }

    /// Adds the parameters in headers and cookies.
    pub(super) fn add_styled_headers(
        &self,
        headers: &mut HeaderMap,
    ) -> Result<(), InvalidParameter> {
        for (style, value) in self.styled.iter().filter(|(own, _)| own.location == Location::Header)
        {
            let text = style::header(style.name, (style.style, style.explode), value)?;
            let invalid = |reason| InvalidParameter::new(style.name, reason);
            let name =
                HeaderName::try_from(style.name).map_err(|_| invalid("not a header name"))?;
            let value = HeaderValue::try_from(text).map_err(|_| {
                invalid("the value contains characters that are not allowed in a header")
            })?;
            headers.insert(name, value);
        }
        for (name, text) in self.styled_pairs(Location::Cookie)? {
            let text = if is_cookie_value(&text) { text } else { encode(&text).to_string() };
            let invalid = || InvalidParameter::new(name.as_str(), "not the name of a cookie");
            add_cookie(headers, &format!("{name}={text}")).ok_or_else(invalid)?;
        }
        Ok(())
    }
}
