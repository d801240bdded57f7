//! `encoding` of a media type applies to its properties, and has the values that the client sends.
//!
//! In a form, a list is one field, joined by commas. In a multipart body, a part without a file is text, and the caller
//! sets the type of a file.

use super::cursor::Cursor;
use super::input::Input;
use super::media::{is_request, media_name};
use super::properties::{item_schema, parts, properties, schema_type};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::source::Scalar;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Reports encodings of unknown properties, and those that have no effect or are not supported.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for media in input.objects(&objects::MEDIA_TYPE).filter(|media| media.has("encoding")) {
        let name = media_name(&media.origin);
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !is_request(media) || ![FORM, MULTIPART].contains(&essence.as_str()) {
            let at = media.origin.child("encoding");
            let message = format!(
                "`encoding` applies only to request bodies of type `{FORM}` or `{MULTIPART}`"
            );
            let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at, message);
            found.push(diagnostic.span(input.key_span(&at)).help("remove it"));
            continue;
        }
        let known =
            media.get("schema").map(|schema| properties(input, &schema)).unwrap_or_default();
        for (name, encoding) in media.get_members("encoding") {
            match known.get(name) {
                Some(property) => {
                    let part = Part { input, name, property, encoding: &encoding };
                    found.extend(match essence.as_str() {
                        FORM => part.check_form(),
                        _ => part.check_multipart(),
                    });
                }
                None => {
                    let message = format!("unknown property `{name}` in `encoding`");
                    let mut diagnostic =
                        Diagnostic::new(Code::UnknownBodyMember, &encoding.origin, message);
                    diagnostic.help = did_you_mean(name, known.keys().copied());
                    found.push(diagnostic.span(input.key_span(&encoding.origin)));
                }
            }
        }
    }
    found
}

/// The encoding of a property.
struct Part<'a, 'i> {
    input: &'i Input<'a>,
    name: &'a str,
    property: &'i Cursor<'a>,
    encoding: &'i Cursor<'a>,
}

impl Part<'_, '_> {
    fn check_form(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(headers) = self.encoding.get("headers") {
            found.push(self.misplaced(&headers, MULTIPART));
        }
        found.extend(self.check_content_type("text/plain"));
        if let Some(flag) = self.encoding.get("allowReserved").filter(is_true) {
            found.push(self.unsupported(&flag, "`allowReserved: true`", "remove it"));
        }
        found.extend(self.check_style());
        found
    }

    /// Checks that a list is joined by commas. OpenAPI repeats the name for each item unless `explode` is `false`.
    fn check_style(&self) -> Option<Diagnostic> {
        let (style, explode) = (self.encoding.get("style"), self.encoding.get("explode"));
        let at = style.as_ref().or(explode.as_ref())?;
        let kind = schema_type(self.input, self.property).unwrap_or("string");
        let style_text = style.as_ref().and_then(|style| style.node.as_str()).unwrap_or("form");
        let is_exploded = explode.as_ref().map_or(style_text == "form", is_true);
        match kind {
            "object" => {
                let help = "remove it; objects in forms are not supported";
                Some(self.unsupported(at, &format!("`style: {style_text}` of an object"), help))
            }
            _ if style_text != "form" => {
                let help = "write `style: form`";
                Some(self.unsupported(at, &format!("`style: {style_text}`"), help))
            }
            "array" if is_exploded => {
                let help =
                    "write `explode: false` if the service accepts a list separated by commas";
                let at = explode.as_ref().unwrap_or(at);
                Some(self.unsupported(at, "a list without `explode: false`", help))
            }
            _ => None,
        }
    }

    fn check_multipart(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for key in ["style", "explode", "allowReserved"] {
            found.extend(self.encoding.get(key).map(|at| self.misplaced(&at, FORM)));
        }
        if let Some(headers) = self.encoding.get("headers") {
            found.push(self.unsupported(&headers, "`headers` of a part", "remove them"));
        }
        let expected = if self.is_file() { "application/octet-stream" } else { "text/plain" };
        found.extend(self.check_content_type(expected));
        found
    }

    /// Checks that the type of a part is the one that the client sends.
    fn check_content_type(&self, expected: &str) -> Option<Diagnostic> {
        let at = self.encoding.get("contentType")?;
        let text = at.node.as_str().filter(|text| !text.trim().eq_ignore_ascii_case(expected))?;
        let help = match self.is_file() {
            true => {
                "remove it, and state the type in the description; callers set the type of a file"
            }
            false => "remove it; the value is sent as text",
        };
        Some(self.unsupported(&at, &format!("`contentType: {text}`"), help))
    }

    /// Returns `true` if the property is a file or a list of files.
    fn is_file(&self) -> bool {
        let item = item_schema(self.input, self.property);
        let schemas = item.iter().chain([self.property]);
        let mut parts = schemas.flat_map(|schema| parts(self.input, schema));
        parts.any(|part| part.get_str("format") == Some("binary"))
    }

    fn unsupported(&self, at: &Cursor<'_>, construct: &str, help: &str) -> Diagnostic {
        let message = format!("unsupported encoding of `{}`: {construct}", self.name);
        Diagnostic::new(Code::Unsupported, &at.origin, message).help(help)
    }

    fn misplaced(&self, at: &Cursor<'_>, media: &str) -> Diagnostic {
        let message = format!("`{}` applies only to bodies of type `{media}`", at.origin.key());
        let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at.origin, message);
        diagnostic.span(self.input.key_span(&at.origin)).help("remove it")
    }
}

fn is_true(flag: &Cursor<'_>) -> bool {
    flag.node.scalar() == Some(Scalar::Bool(true))
}
