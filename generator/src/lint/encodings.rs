//! `encoding` of a media type applies to its properties, and has the values that the client sends.
//!
//! In a multipart body, a part without a file is text or JSON, and the caller sets the type of a file.

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
        found.extend(self.check_style());
        found
    }

    /// Checks that the characters of a value are encoded, and that the style is one of its type.
    fn check_style(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(flag) = self.encoding.get("allowReserved").filter(is_true) {
            found.push(self.unsupported(&flag, "`allowReserved: true`", "remove it"));
        }
        let Some(style) = self.encoding.get("style") else { return found };
        let text = style.node.as_str().unwrap_or("form");
        let kind = schema_type(self.input, self.property).unwrap_or("string");
        let is_list = item_schema(self.input, self.property).is_some() || kind == "array";
        let is_object = self.is_object();
        let is_supported = match text {
            "form" => true,
            "deepObject" => is_object || is_list,
            _ => is_list,
        };
        if !is_supported {
            let help = "write `style: form`";
            found.push(self.unsupported(&style, &format!("`style: {text}`"), help));
        }
        found
    }

    /// Returns `true` if the property is an object.
    fn is_object(&self) -> bool {
        let mut parts = parts(self.input, self.property).into_iter();
        parts.any(|part| part.get_str("type") == Some("object") || part.has("properties"))
    }

    fn check_multipart(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(headers) = self.encoding.get("headers") {
            found.push(self.unsupported(&headers, "`headers` of a part", "remove them"));
        }
        let expected = if self.is_file() { "application/octet-stream" } else { "text/plain" };
        found.extend(self.check_content_type(expected));
        found.extend(self.check_style());
        found
    }

    /// Checks that the type of a part is the one that the client sends.
    fn check_content_type(&self, expected: &str) -> Option<Diagnostic> {
        let at = self.encoding.get("contentType")?;
        let is_sent = |text: &str| {
            let is_json = text.eq_ignore_ascii_case("application/json") && !self.is_file();
            is_json || text.eq_ignore_ascii_case(expected)
        };
        let text = at.node.as_str().filter(|text| !is_sent(text.trim()))?;
        let help = match self.is_file() {
            true => {
                "remove it, and state the type in the description; callers set the type of a file"
            }
            false => "write `application/json`, or remove it; the value is sent as text",
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
