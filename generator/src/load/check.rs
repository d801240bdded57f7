//! Validates trees against the schemas of [`crate::schema`].
//!
//! The errors have precise locations, which a deserializer does not report.

use std::collections::BTreeMap;

use super::loading::Loading;
use super::scalars::{noun, suggest_scalar, too_large};
use crate::diagnostics::{Code, Diagnostic, closest, did_you_mean};
use crate::location::Origin;
use crate::schema::newer;
use crate::schema::objects::{self, ExtraChecks, HTTP_SCHEMES, SCHEME_KEYS, STYLES};
use crate::schema::{Field, Object, ValueSchema};
use crate::source::{Node, NodeKind, Scalar, file_of};

/// Checks the node at `origin` and its descendants.
pub fn check(ctx: &mut Loading<'_>, origin: &Origin, node: &Node, schema: ValueSchema) {
    Checker { ctx, in_extension: false }.value(origin, node, schema, &origin.key());
}

/// Checks the keys of an object, except `skipped`.
pub fn check_keys(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    node: &Node,
    object: &'static Object,
    skipped: &[&str],
) {
    Checker { ctx, in_extension: false }.object(origin, node, object, skipped);
}

struct Checker<'a, 's> {
    ctx: &'a mut Loading<'s>,
    /// `true` inside of an extension key.
    in_extension: bool,
}

impl Checker<'_, '_> {
    fn report(&mut self, code: Code, origin: &Origin, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, origin, message);
        diagnostic.help = help;
        self.ctx.report(diagnostic);
    }

    fn value(&mut self, origin: &Origin, node: &Node, schema: ValueSchema, key: &str) {
        match (schema, &node.kind) {
            (ValueSchema::Any, _) => {}
            (ValueSchema::Unsupported, _) if key == "$ref" && self.ctx.dialect.is_foreign => {
                self.report_path_reference(origin, node.as_str().unwrap_or_default());
            }
            (ValueSchema::Unsupported, _) => {
                let span = self.ctx.sources.key_span(origin);
                let message = format!("unsupported key `{key}`");
                let help = "remove it".to_owned();
                let diagnostic = Diagnostic::new(Code::Unsupported, origin, message);
                self.ctx.report(diagnostic.span(span).help(help));
            }
            (ValueSchema::Keyword(_), NodeKind::List(_)) if self.ctx.dialect.is_newer => {
                let message = "unsupported list of types with keywords for one of them".to_owned();
                let help = Some("write a `oneOf` with an item for each type".to_owned());
                self.report(Code::Unsupported, origin, message, help);
            }
            (ValueSchema::BoolOr(_), NodeKind::Scalar { .. }) => {
                self.value(origin, node, ValueSchema::Bool, key)
            }
            (ValueSchema::StringOr(_), NodeKind::Scalar { .. }) => {
                self.value(origin, node, ValueSchema::String, key)
            }
            (ValueSchema::BoolOr(other) | ValueSchema::StringOr(other), _) => {
                self.value(origin, node, *other, key)
            }
            (ValueSchema::List(item), NodeKind::List(items)) => {
                if self.in_extension && matches!(item, ValueSchema::String) {
                    self.check_unique(origin, items);
                    self.check_not_empty(origin, items, key);
                }
                for (index, item_node) in items.iter().enumerate() {
                    self.value(&origin.index(index), item_node, *item, key);
                }
            }
            (ValueSchema::Map(item), NodeKind::Map(members)) => {
                for (name, member) in members {
                    self.value(&origin.child(name), &member.node, *item, name);
                }
            }
            (ValueSchema::Responses(item), NodeKind::Map(members)) => {
                for (code, member) in members {
                    self.check_status(origin, code);
                    self.value(&origin.child(code), &member.node, *item, code);
                }
            }
            (ValueSchema::Object(object), NodeKind::Map(_)) => {
                self.object(origin, node, object, &[])
            }
            (ValueSchema::OrRef(object), NodeKind::Map(members)) => match members.get("$ref") {
                Some(member) => self.check_reference(origin, &member.node, members.keys()),
                None => self.object(origin, node, object, &[]),
            },
            _ => self.scalar(origin, node, schema, key),
        }
    }

    /// Reports a reference of a path that remains after those to path items were replaced.
    fn report_path_reference(&mut self, origin: &Origin, text: &str) {
        let sources = &self.ctx.sources;
        let message = match file_of(text, sources.path(origin.file)) {
            Some(file) if sources.find(&file).is_none() => {
                format!("`{file}` is not a part of the spec")
            }
            None if text.contains("://") => "references to URLs are not supported".to_owned(),
            _ => format!("unknown path item `{text}`"),
        };
        self.report(Code::DanglingRef, origin, message, None);
    }

    /// Checks that a list of an extension key contains no string twice.
    fn check_unique(&mut self, origin: &Origin, items: &[Node]) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            let Some(text) = item.as_str() else { continue };
            if let Some(earlier) = first.get(text) {
                let message = format!("duplicate item `{}`", visible(text));
                let diagnostic =
                    Diagnostic::new(Code::BadExtensionValue, &origin.index(index), message);
                let diagnostic = diagnostic.label(&origin.index(*earlier), "first listed here");
                self.ctx.report(diagnostic.help("remove one of them"));
            } else {
                first.insert(text, index);
            }
        }
    }

    /// Checks that a list of an extension key contains no empty string.
    fn check_not_empty(&mut self, origin: &Origin, items: &[Node], key: &str) {
        for (index, item) in items.iter().enumerate() {
            if item.as_str().is_some_and(|text| text.trim().is_empty()) {
                let message = format!("expected a string in `{key}`, found an empty one");
                let help = Some("write a value, or remove it".to_owned());
                self.report(Code::BadExtensionValue, &origin.index(index), message, help);
            }
        }
    }

    fn scalar(&mut self, origin: &Origin, node: &Node, schema: ValueSchema, key: &str) {
        let matches = match (schema, node.scalar()) {
            (ValueSchema::String | ValueSchema::SchemaRef, Some(Scalar::String(_))) => true,
            (ValueSchema::Keyword(keywords), Some(Scalar::String(text))) => {
                if !keywords.iter().any(|keyword| keyword.name == text) {
                    let names = keywords.iter().map(|keyword| keyword.name);
                    self.report_keyword(origin, key, text, names);
                }
                true
            }
            (ValueSchema::Bool, Some(Scalar::Bool(_))) => true,
            (ValueSchema::Number, Some(Scalar::Integer(_) | Scalar::Float(_))) => true,
            (ValueSchema::Unsigned, Some(Scalar::Integer(number))) => u32::try_from(number).is_ok(),
            _ => false,
        };
        if matches!(schema, ValueSchema::Unsigned)
            && let Some(number) = too_large(node)
        {
            let message = format!("expected at most {} in `{key}`, found `{number}`", u32::MAX);
            return self.report(self.code(Code::WrongType), origin, message, None);
        }
        if !matches {
            let message = format!("expected {} in `{key}`, found {}", schema.noun(), noun(node));
            let mut diagnostic = Diagnostic::new(self.code(Code::WrongType), origin, message);
            if let Some(value) = self.value_in_comment(origin, node) {
                diagnostic = diagnostic.help(match value.starts_with("# ") {
                    true => "write the value before the comment, which ` #` begins".to_owned(),
                    false => format!("write `'{value}'`: ` #` begins a comment"),
                });
            } else if let ValueSchema::Keyword(keywords) = schema {
                diagnostic.help = did_you_mean("", keywords.iter().map(|keyword| keyword.name));
            } else if let Some((help, text)) = suggest_scalar(node, schema) {
                diagnostic = diagnostic.help(help).replace(text);
            }
            self.ctx.report(diagnostic);
        }
    }

    /// Returns what follows `#` in place of a value that is missing.
    fn value_in_comment(&self, origin: &Origin, node: &Node) -> Option<String> {
        node.scalar().filter(|scalar| *scalar == Scalar::Null)?;
        let end = self.ctx.sources.key_span(origin).end;
        let line = self.ctx.sources.file(origin.file)?.text.get(end..)?.lines().next()?;
        let value = line.strip_prefix(':')?.trim_start_matches([' ', '\t']);
        let value = value.strip_prefix('#')?.trim_end();
        (!value.trim().is_empty()).then(|| format!("#{value}"))
    }

    /// Reports a string that is not one of the keywords.
    fn report_keyword<'k>(
        &mut self,
        origin: &Origin,
        key: &str,
        text: &str,
        keywords: impl Iterator<Item = &'k str> + Clone,
    ) {
        let message = format!("invalid value `{text}` of `{key}`");
        let diagnostic = Diagnostic::new(self.code(Code::WrongType), origin, message);
        self.ctx.report(diagnostic.suggest(text, keywords));
    }

    /// Returns the code to report inside of an extension key, or `code` outside.
    fn code(&self, code: Code) -> Code {
        if self.in_extension { Code::BadExtensionValue } else { code }
    }

    fn object(&mut self, origin: &Origin, node: &Node, object: &'static Object, skipped: &[&str]) {
        let Some(members) = node.as_map() else {
            let noun_of_object = ValueSchema::Object(object).noun();
            let message =
                format!("expected {noun_of_object} for {}, found {}", object.name, noun(node));
            return self.report(self.code(Code::WrongType), origin, message, None);
        };
        let extra_checks = objects::extra_checks(object);
        if extra_checks == Some(ExtraChecks::SecurityScheme) && members.contains_key("$ref") {
            let message = "unsupported `$ref` to a security scheme".to_owned();
            let help = Some("write the security scheme out".to_owned());
            return self.report(Code::Unsupported, &origin.child("$ref"), message, help);
        }
        for (key, member) in members {
            let at = origin.child(key);
            match objects::field(object, key) {
                Some(_) if skipped.contains(&key.as_str()) => {}
                Some(field) => {
                    let outside = self.in_extension;
                    self.in_extension = outside || key.starts_with("x-");
                    self.value(&at, &member.node, field.schema, key);
                    self.in_extension = outside;
                }
                None => {
                    let known = object.all_fields().map(|field| field.key);
                    let known = known.filter(|key| !members.contains_key(*key)).collect();
                    self.report_unknown(&at, key, object, known);
                }
            }
        }
        let misspelled: Vec<&str> = members
            .keys()
            .filter(|key| objects::field(object, key).is_none())
            .filter_map(|key| closest(key, object.all_fields().map(|field| field.key)))
            .collect();
        let is_missing = |field: &&'static Field| {
            field.required && !members.contains_key(field.key) && !misspelled.contains(&field.key)
        };
        for field in object.all_fields().filter(is_missing) {
            let message = format!("missing key `{}` in {}", field.key, object.name);
            self.report(self.code(Code::MissingMember), origin, message, None);
        }
        if !self.ctx.dialect.is_foreign && !self.in_extension {
            self.check_one_example(origin, node, object);
        }
        match extra_checks {
            Some(ExtraChecks::Parameter) => {
                self.check_schema_or_content(origin, node, object.name);
                self.check_style(origin, node);
            }
            Some(ExtraChecks::Header) => self.check_schema_or_content(origin, node, object.name),
            Some(ExtraChecks::SecurityScheme) => self.check_scheme(origin, node),
            None => {}
        }
    }

    /// Checks that an object has one of `example` and `examples`.
    fn check_one_example(&mut self, origin: &Origin, node: &Node, object: &'static Object) {
        let has = |key: &str| node.get(key).is_some() && objects::field(object, key).is_some();
        if has("example") && has("examples") {
            let at = origin.child("example");
            let message =
                format!("expected one of `example` and `examples` in {}, found both", object.name);
            let diagnostic = Diagnostic::new(Code::UnknownMember, &at, message);
            let span = self.ctx.sources.key_span(&at);
            self.ctx.report(diagnostic.span(span).help("make it one of the `examples`"));
        }
    }

    /// Reports a key that the object does not have. `known` are the keys that it may have in addition.
    fn report_unknown(
        &mut self,
        origin: &Origin,
        key: &str,
        object: &'static Object,
        known: Vec<&'static str>,
    ) {
        let span = self.ctx.sources.key_span(origin);
        if self.ctx.dialect.is_newer && !self.in_extension && newer::is_newer(key) {
            let message = format!("unsupported key `{key}` of OpenAPI 3.1 in {}", object.name);
            let diagnostic = Diagnostic::new(Code::Unsupported, origin, message).span(span);
            return self.ctx.report(diagnostic.help("remove it, or write what 3.0 has instead"));
        }
        let is_extension = key.starts_with("x-") && !self.in_extension;
        let code = match is_extension {
            true => Code::UnknownExtension,
            false => self.code(Code::UnknownMember),
        };
        let message = format!("unknown key `{}` in {}", visible(key), object.name);
        let mut diagnostic = Diagnostic::new(code, origin, message).span(span);
        if is_extension && object.extensions.is_empty() {
            diagnostic = diagnostic.help(format!("{} has no `x-` keys", object.name));
        } else if is_extension {
            diagnostic = diagnostic.suggest(key, known.into_iter().filter(|k| k.starts_with("x-")));
        } else if let Some(near) = closest(key, known) {
            diagnostic = diagnostic.suggest(key, [near]);
        } else {
            diagnostic.help = self.replacement(key);
        }
        self.ctx.report(diagnostic);
    }

    /// Returns a help line for keys of OpenAPI 3.1.
    fn replacement(&self, key: &str) -> Option<String> {
        let instead = match key {
            "definitions" => {
                return Some(
                    "`definitions` is not defined in OpenAPI, which has `components`".to_owned(),
                );
            }
            "const" => "an `enum` with one value",
            "examples" => "`example`",
            "$defs" => "`components`",
            "webhooks" | "patternProperties" | "prefixItems" | "if" => "no equivalent",
            _ => return None,
        };
        Some(format!("`{key}` is defined in OpenAPI 3.1; 3.0 has {instead}"))
    }

    /// Checks that a reference has no siblings.
    fn check_reference<'k>(
        &mut self,
        origin: &Origin,
        node: &Node,
        keys: impl Iterator<Item = &'k String>,
    ) {
        let at = origin.child("$ref");
        self.scalar(&at, node, ValueSchema::String, "$ref");
        for key in keys.filter(|key| *key != "$ref") {
            let sibling = origin.child(key);
            let span = self.ctx.sources.key_span(&sibling);
            let target = node.as_str().unwrap_or_default();
            let message = format!("`{key}` next to `$ref` has no effect");
            let help = format!("remove it, or in a schema write `allOf: [{{ $ref: '{target}' }}]`");
            let diagnostic = Diagnostic::new(Code::RefSiblings, &sibling, message).span(span);
            self.ctx.report(diagnostic.label(&at, "reference is here").help(help));
        }
    }

    fn check_status(&mut self, origin: &Origin, code: &str) {
        let mut chars = code.chars();
        let hundreds = chars.next().is_some_and(|c| ('1'..='5').contains(&c));
        let rest = chars.as_str();
        let exact = rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit());
        if code == "default" || (hundreds && (exact || rest == "XX")) {
            return;
        }
        let at = origin.child(code);
        let span = self.ctx.sources.key_span(&at);
        let message = format!("expected a status code, found `{code}`");
        self.ctx.report(
            Diagnostic::new(Code::UnknownMember, &at, message)
                .span(span)
                .help("write `'200'`, `'4XX'` or `default`"),
        );
    }

    /// Checks that there is either a `schema` or a `content` with one media type.
    fn check_schema_or_content(&mut self, origin: &Origin, node: &Node, name: &str) {
        match (node.get("schema"), node.get("content").map(Node::as_map)) {
            (None, None) => {
                let message = format!("missing key `schema` in {name}");
                self.report(Code::MissingMember, origin, message, None);
            }
            (Some(_), Some(_)) => {
                let message =
                    format!("expected one of `schema` and `content` in {name}, found both");
                self.report(Code::UnknownMember, &origin.child("content"), message, None);
            }
            (None, Some(Some(content))) if content.len() != 1 => {
                let message = format!(
                    "expected one media type in `content` of {name}, found {}",
                    content.len()
                );
                self.report(Code::WrongType, &origin.child("content"), message, None);
            }
            _ => {}
        }
    }

    fn check_style(&mut self, origin: &Origin, node: &Node) {
        let Some(style) = node.get("style").and_then(Node::as_str) else { return };
        let Some(location) = node.get("in").and_then(Node::as_str) else { return };
        let Some((_, allowed)) = STYLES.iter().find(|(known, _)| *known == location) else {
            return;
        };
        if !allowed.contains(&style) {
            self.report_keyword(&origin.child("style"), "style", style, allowed.iter().copied());
        }
    }

    /// Checks that the type of a security scheme is supported and has its keys.
    fn check_scheme(&mut self, origin: &Origin, node: &Node) {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let own = SCHEME_KEYS.iter().find(|(kind, _)| text("type") == Some(*kind));
        let required = own.map_or(&[] as &[&str], |(_, keys)| keys);
        for key in required.iter().filter(|key| node.get(key).is_none()) {
            let kind = text("type").unwrap_or_default();
            let message = format!("missing key `{key}` in a security scheme of type `{kind}`");
            self.report(Code::MissingMember, origin, message, None);
        }
        let is_supported =
            |scheme: &str| HTTP_SCHEMES.iter().any(|own| own.eq_ignore_ascii_case(scheme));
        if let (Some("http"), Some(scheme)) = (text("type"), text("scheme"))
            && !is_supported(scheme)
        {
            let message = format!("unsupported scheme `{scheme}` of HTTP authentication");
            let help = Some("use `basic` or `bearer`".to_owned());
            self.report(Code::Unsupported, &origin.child("scheme"), message, help);
        }
    }
}

/// Returns a key with escapes in place of invisible characters.
fn visible(key: &str) -> String {
    let is_visible = |c: char| c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric();
    let escape = |c: char| if is_visible(c) { c.to_string() } else { c.escape_debug().to_string() };
    key.chars().map(escape).collect()
}
