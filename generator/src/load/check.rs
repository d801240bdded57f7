//! Holds a tree against the tables of [`super::objects`], so that a mistake is reported where it
//! stands and not where a deserialiser gave up.

use super::objects::{self, Rules};
use super::shape::{Object, Shape};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, closest, did_you_mean};
use crate::location::Origin;
use crate::source::{Node, NodeKind, Scalar, resolve};

/// Checks the node at `origin` and everything below.
pub fn check(ctx: &mut Context, origin: &Origin, node: &Node, shape: Shape) {
    Checker { ctx, ours: false }.value(origin, node, shape, &origin.key());
}

/// Checks the members of an object, but for `skipped`, which are checked elsewhere.
pub fn members(
    ctx: &mut Context,
    origin: &Origin,
    node: &Node,
    object: &'static Object,
    skipped: &[&str],
) {
    Checker { ctx, ours: false }.object(origin, node, object, skipped);
}

struct Checker<'a> {
    ctx: &'a mut Context,
    /// Whether we are inside of one of our own keys.
    ours: bool,
}

impl Checker<'_> {
    fn report(&mut self, code: Code, origin: &Origin, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, origin, message);
        diagnostic.help = help;
        self.ctx.report(diagnostic);
    }

    fn value(&mut self, origin: &Origin, node: &Node, shape: Shape, key: &str) {
        match (shape, &node.kind) {
            (Shape::Any, _) => {}
            (Shape::Unsupported, _) => {
                let span = self.ctx.sources.key_span(origin);
                let message = format!("`{key}` is not supported");
                let help = "leave it out; nothing would be generated from it".to_owned();
                let diagnostic = Diagnostic::new(Code::Unsupported, origin, message);
                self.ctx.report(diagnostic.span(span).help(help));
            }
            (Shape::BoolOr(_), NodeKind::Scalar { .. }) => {
                self.value(origin, node, Shape::Bool, key)
            }
            (Shape::TextOr(_), NodeKind::Scalar { .. }) => {
                self.value(origin, node, Shape::Text, key)
            }
            (Shape::BoolOr(other) | Shape::TextOr(other), _) => {
                self.value(origin, node, *other, key)
            }
            (Shape::List(item), NodeKind::List(items)) => {
                for (index, item_node) in items.iter().enumerate() {
                    self.value(&origin.index(index), item_node, *item, key);
                }
            }
            (Shape::Map(item), NodeKind::Map(members)) => {
                for (name, member) in members {
                    self.value(&origin.child(name), &member.node, *item, name);
                }
            }
            (Shape::Responses(item), NodeKind::Map(members)) => {
                for (code, member) in members {
                    self.status(origin, code);
                    self.value(&origin.child(code), &member.node, *item, code);
                }
            }
            (Shape::Object(object), NodeKind::Map(_)) => self.object(origin, node, object, &[]),
            (Shape::OrRef(object), NodeKind::Map(members)) => match members.get("$ref") {
                Some(member) => self.reference(origin, &member.node, members.keys()),
                None => self.object(origin, node, object, &[]),
            },
            _ => self.scalar(origin, node, shape, key),
        }
    }

    fn scalar(&mut self, origin: &Origin, node: &Node, shape: Shape, key: &str) {
        let fits = match (shape, node.scalar()) {
            (Shape::Text | Shape::SchemaRef, Some(Scalar::Text(_))) => true,
            (Shape::Word(words), Some(Scalar::Text(text))) => {
                if !words.contains(&text) {
                    self.word(origin, key, text, words);
                }
                true
            }
            (Shape::Bool, Some(Scalar::Bool(_))) => true,
            (Shape::Number, Some(Scalar::Integer(_) | Scalar::Float(_))) => true,
            (Shape::Count, Some(Scalar::Integer(number))) => u32::try_from(number).is_ok(),
            _ => false,
        };
        if !fits {
            let message = format!("`{key}` must be {}, not {}", shape.noun(), noun(node));
            let help = quoting(node, shape);
            self.report(self.code(Code::WrongType), origin, message, help);
        }
    }

    fn word(&mut self, origin: &Origin, key: &str, text: &str, words: &[&str]) {
        let message = format!("`{key}` cannot be `{text}`");
        let help = did_you_mean(text, words.iter().copied());
        self.report(self.code(Code::WrongType), origin, message, help);
    }

    fn code(&self, code: Code) -> Code {
        if self.ours { Code::BadExtensionValue } else { code }
    }

    fn object(&mut self, origin: &Origin, node: &Node, object: &'static Object, skipped: &[&str]) {
        let Some(members) = node.map() else {
            return self.scalar(origin, node, Shape::Object(object), object.name);
        };
        for (key, member) in members {
            let at = origin.child(key);
            match objects::field(object, key) {
                Some(_) if skipped.contains(&key.as_str()) => {}
                Some(field) => {
                    let outside = self.ours;
                    self.ours = outside || key.starts_with("x-");
                    self.value(&at, &member.node, field.shape, key);
                    self.ours = outside;
                }
                None => self.unknown(&at, key, object),
            }
        }
        for field in object.fields.iter().filter(|f| f.required && !members.contains_key(f.key)) {
            let message = format!("{} must have `{}`", object.name, field.key);
            self.report(self.code(Code::MissingMember), origin, message, None);
        }
        match objects::rules(object) {
            Some(Rules::Parameter) => {
                self.schema_or_content(origin, node, object.name);
                self.style(origin, node);
            }
            Some(Rules::Header) => self.schema_or_content(origin, node, object.name),
            Some(Rules::SecurityScheme) => self.scheme(origin, node),
            None => {}
        }
    }

    fn unknown(&mut self, origin: &Origin, key: &str, object: &'static Object) {
        let span = self.ctx.sources.key_span(origin);
        let known = object.fields.iter().map(|field| field.key);
        let (code, help) = if key.starts_with("x-") && !self.ours {
            let known: Vec<&str> = known.filter(|key| key.starts_with("x-")).collect();
            let help = match known.is_empty() {
                true => Some(format!("{} takes no `x-` key", object.name)),
                false => did_you_mean(key, known),
            };
            (Code::UnknownExtension, help)
        } else {
            let near = closest(key, known.clone()).map(|near| format!("did you mean `{near}`?"));
            (self.code(Code::UnknownMember), near.or_else(|| self.elsewhere(key)))
        };
        let mut diagnostic =
            Diagnostic::new(code, origin, format!("{} has no `{key}`", object.name)).span(span);
        diagnostic.help = help;
        self.ctx.report(diagnostic);
    }

    /// Keys of OpenAPI 3.1 that people expect.
    fn elsewhere(&self, key: &str) -> Option<String> {
        let instead = match key {
            "const" => "an `enum` with one value",
            "examples" => "`example`",
            "$defs" | "definitions" => "`components`",
            "webhooks" | "patternProperties" | "prefixItems" | "if" => "nothing like it",
            _ => return None,
        };
        Some(format!("that is OpenAPI 3.1; 3.0 has {instead}"))
    }

    fn reference<'k>(
        &mut self,
        origin: &Origin,
        node: &Node,
        keys: impl Iterator<Item = &'k String>,
    ) {
        let at = origin.child("$ref");
        self.scalar(&at, node, Shape::Text, "$ref");
        for key in keys.filter(|key| *key != "$ref") {
            let sibling = origin.child(key);
            let span = self.ctx.sources.key_span(&sibling);
            let target = node.text().unwrap_or_default();
            let message = format!("`{key}` next to `$ref` is ignored by OpenAPI");
            let help =
                format!("in a schema write `allOf: [{{ $ref: '{target}' }}]`; elsewhere remove it");
            let diagnostic = Diagnostic::new(Code::RefSiblings, &sibling, message).span(span);
            self.ctx.report(diagnostic.label(&at, "the reference").help(help));
        }
    }

    fn status(&mut self, origin: &Origin, code: &str) {
        let mut chars = code.chars();
        let hundreds = chars.next().is_some_and(|c| ('1'..='5').contains(&c));
        let rest = chars.as_str();
        let exact = rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit());
        if code == "default" || (hundreds && (exact || rest == "XX")) {
            return;
        }
        let at = origin.child(code);
        let span = self.ctx.sources.key_span(&at);
        let message = format!("`{code}` is not a status code");
        self.ctx.report(
            Diagnostic::new(Code::UnknownMember, &at, message)
                .span(span)
                .help("write `'200'`, `'4XX'` or `default`"),
        );
    }

    fn schema_or_content(&mut self, origin: &Origin, node: &Node, name: &str) {
        match (node.get("schema"), node.get("content").map(Node::map)) {
            (None, None) => {
                let message = format!("{name} must have `schema`");
                self.report(Code::MissingMember, origin, message, None);
            }
            (Some(_), Some(_)) => {
                let message = format!("{name} has either `schema` or `content`, not both");
                self.report(Code::UnknownMember, &origin.child("content"), message, None);
            }
            (None, Some(Some(content))) if content.len() != 1 => {
                let message = format!("`content` of {name} must have exactly one media type");
                self.report(Code::WrongType, &origin.child("content"), message, None);
            }
            _ => {}
        }
    }

    fn style(&mut self, origin: &Origin, node: &Node) {
        let Some(style) = node.get("style").and_then(Node::text) else { return };
        let allowed: &[&str] = match node.get("in").and_then(Node::text) {
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("path") => &["simple", "label", "matrix"],
            Some("header") => &["simple"],
            Some("cookie") => &["form"],
            _ => return,
        };
        if !allowed.contains(&style) {
            self.word(&origin.child("style"), "style", style, allowed);
        }
    }

    fn scheme(&mut self, origin: &Origin, node: &Node) {
        let needed: &[&str] = match node.get("type").and_then(Node::text) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2" | "openIdConnect") => {
                let message = "`oauth2` and `openIdConnect` are not supported".to_owned();
                let help = Some(
                    "describe how the token is sent: `type: http`, `scheme: bearer`".to_owned(),
                );
                return self.report(Code::Unsupported, &origin.child("type"), message, help);
            }
            _ => return,
        };
        for key in needed.iter().filter(|key| node.get(key).is_none()) {
            let message = format!("a security scheme of this type must have `{key}`");
            self.report(Code::MissingMember, origin, message, None);
        }
    }
}

/// What a node is, for a message.
fn noun(node: &Node) -> &'static str {
    match (&node.kind, node.scalar()) {
        (NodeKind::List(_), _) => "a list",
        (NodeKind::Map(_), _) => "a mapping",
        (_, Some(Scalar::Null)) => "empty",
        (_, Some(Scalar::Bool(_))) => "`true` or `false`",
        (_, Some(Scalar::Integer(number))) if number < 0 => "a negative number",
        (_, Some(Scalar::Integer(_) | Scalar::Float(_))) => "a number",
        _ => "text",
    }
}

/// Quotes too many, quotes too few, or a list of one.
fn quoting(node: &Node, shape: Shape) -> Option<String> {
    let NodeKind::Scalar { text, plain } = &node.kind else { return None };
    let unquoted = match (shape, resolve(text)) {
        (Shape::Bool, Scalar::Bool(_)) => true,
        (Shape::Number, Scalar::Integer(_) | Scalar::Float(_)) => true,
        (Shape::Count, Scalar::Integer(number)) => number >= 0,
        _ => false,
    };
    match (shape, node.scalar()?) {
        (Shape::Text, Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_)) => {
            Some(format!("write `'{text}'`"))
        }
        _ if unquoted && !plain => Some(format!("write `{text}` without quotes")),
        (Shape::List(_), Scalar::Text(text)) => Some(format!("write `[{text}]`")),
        _ => None,
    }
}
