//! `encoding` of a media type applies to its properties, and has the values that the client sends.
//!
//! In a multipart body, a part without a file is text or JSON, and the caller sets the type of a file.

use super::keywords::is_compound_style;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::media_type::{BYTES, FORM, MULTIPART, TEXT, is_json, part_type};
use crate::source::Scalar;
use crate::spec::{ContentOwner, Cursor, Elements, MediaKind, Schema, SchemaShape};

/// Reports encodings of unknown properties, and those that have no effect or are not supported.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for media in spec.media_types.iter().filter(|media| media.cursor.has("encoding")) {
        let kind = media.kind().filter(|_| media.owner == ContentOwner::Request);
        if !matches!(kind, Some(MediaKind::Form | MediaKind::Multipart)) {
            let at = media.cursor.origin.child("encoding");
            let message = format!(
                "`encoding` applies only to request bodies of type `{FORM}` or `{MULTIPART}`"
            );
            let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at, message);
            found.push(diagnostic.span(spec.document.key_span(&at)).help("remove it"));
            continue;
        }
        let known = media.schema().map(|schema| schema.properties()).unwrap_or_default();
        for (name, encoding) in media.cursor.get_members("encoding") {
            match known.get(name) {
                Some(property) => {
                    let part = Part { spec, name, property, encoding: &encoding };
                    found.extend(match kind {
                        Some(MediaKind::Form) => part.check_form(),
                        _ => part.check_multipart(),
                    });
                }
                None => {
                    let message = format!("unknown property `{name}` in `encoding`");
                    let mut diagnostic =
                        Diagnostic::new(Code::UnknownBodyMember, &encoding.origin, message);
                    diagnostic.help = did_you_mean(name, known.keys().copied());
                    found.push(diagnostic.span(spec.document.key_span(&encoding.origin)));
                }
            }
        }
    }
    found
}

/// The encoding of a property.
struct Part<'a, 'i> {
    spec: &'i Elements<'a>,
    name: &'a str,
    property: &'i Schema<'a>,
    encoding: &'i Cursor<'a>,
}

impl Part<'_, '_> {
    fn check_form(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(headers) = self.encoding.get("headers") {
            found.push(self.misplaced(&headers, MULTIPART));
        }
        found.extend(self.check_content_type(TEXT));
        found.extend(self.check_style(MediaKind::Form));
        found
    }

    /// Checks that the characters of a value are encoded, and that the style is one of its type.
    fn check_style(&self, media_kind: MediaKind) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(flag) = self.encoding.get("allowReserved").filter(is_true) {
            found.push(self.unsupported(&flag, "`allowReserved: true`", "remove it"));
        }
        let Some(style) = self.encoding.get("style") else { return found };
        let text = style.node.as_str().unwrap_or("form");
        let kind = self.property.data_type().unwrap_or("string");
        let is_list = self.property.items().is_some() || kind == "array";
        let may_be_object = match self.property.shape() {
            Some(SchemaShape::OneOf(..) | SchemaShape::OneOrMany(_)) => true,
            Some(SchemaShape::Any) => media_kind == MediaKind::Form,
            _ => self.is_object(),
        };
        if is_compound_style(text) && !is_list && !may_be_object {
            let help = "write `style: form`";
            found.push(self.unsupported(&style, &format!("`style: {text}`"), help));
        }
        found
    }

    /// Returns `true` if the property is an object.
    fn is_object(&self) -> bool {
        let mut parts = self.property.parts().into_iter();
        parts.any(|part| part.own_type() == Some("object") || part.cursor.has("properties"))
    }

    fn check_multipart(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(headers) = self.encoding.get("headers") {
            found.push(self.unsupported(&headers, "`headers` of a part", "remove them"));
        }
        let expected = if self.is_file() { BYTES } else { TEXT };
        found.extend(self.check_content_type(expected));
        found.extend(self.check_style(MediaKind::Multipart));
        found
    }

    /// Checks that the type of a part is the one that the client sends.
    fn check_content_type(&self, expected: &str) -> Option<Diagnostic> {
        let at = self.encoding.get("contentType")?;
        let is_sent = |text: &str| {
            part_type(text, expected).is_some_and(|found| !self.is_file() || !is_json(found))
        };
        let text = at.node.as_str().filter(|text| !is_sent(text))?;
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
        let item = self.property.items();
        let mut schemas = item.iter().chain([self.property]);
        schemas.any(|schema| schema.find_str("format") == Some("binary"))
    }

    fn unsupported(&self, at: &Cursor<'_>, construct: &str, help: &str) -> Diagnostic {
        let message = format!("unsupported encoding of `{}`: {construct}", self.name);
        Diagnostic::new(Code::Unsupported, &at.origin, message).help(help)
    }

    fn misplaced(&self, at: &Cursor<'_>, media: &str) -> Diagnostic {
        let message = format!("`{}` applies only to bodies of type `{media}`", at.origin.key());
        let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at.origin, message);
        diagnostic.span(self.spec.document.key_span(&at.origin)).help("remove it")
    }
}

fn is_true(flag: &Cursor<'_>) -> bool {
    flag.node.scalar() == Some(Scalar::Bool(true))
}
