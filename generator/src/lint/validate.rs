//! Validation of values against schemas.
//!
//! Values are accepted as the runtime reads them: numbers, booleans and ids natively or as strings, `""`, `[]` and `null`
//! in place of an absent value, a comma-separated string in place of a list of scalars and, in a response, an object in place
//! of a list of one object. Members, enum values and formats are checked strictly.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::exact::is_decimal;
use super::limits::{violated_items, violated_limit};
use super::patterns::violated_pattern;
use crate::constraint::{Constraint, Members, Violation};
use crate::diagnostics::did_you_mean;
use crate::load::extension::{FamilyExtension, IndexedExtension};
use crate::location::Origin;
use crate::scalar::{ScalarType, is_in_calendar};
use crate::source::{Node, NodeKind, Scalar};
use crate::spec::{Cursor, Schema};
use crate::wire_name::{FormNames, Numbering, WireName, matches_name};

/// How strictly a value is validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidationMode {
    /// A value that is sent: required members must be present, and a list is a list.
    Request,
    /// A value that is read, or that both a request and a response may have.
    Response,
}

/// A difference between a value and its schema.
#[derive(Debug)]
pub struct Mismatch {
    /// The location in the value.
    pub at: Origin,
    /// `true` if the key is invalid, not the value.
    pub key: bool,
    /// The message of the diagnostic.
    pub message: String,
    /// The location of the schema.
    pub schema: Origin,
    /// The help line of the diagnostic.
    pub help: Option<String>,
}

/// Returns the differences between `value` and `schema`.
pub fn validate_instance<'a>(
    schema: &Schema<'a>,
    value: &Cursor<'a>,
    mode: ValidationMode,
) -> Vec<Mismatch> {
    Validator::default().validate(schema, value, mode)
}

/// Validates values. What the schemas of objects declare is collected once for all values.
#[derive(Default)]
pub struct Validator<'a> {
    objects: HashMap<Origin, Rc<Object<'a>>>,
}

/// What the schema of an object and its parts declare.
struct Object<'a> {
    declared: Properties<'a>,
    /// The properties as they are named in a form, if that differs.
    in_form: Option<Properties<'a>>,
    required: Vec<&'a str>,
    is_closed: bool,
    additional: Option<Schema<'a>>,
}

impl<'a> Object<'a> {
    fn new(schema: &Schema<'a>) -> Self {
        let declared = schema.properties();
        let in_form = match form_members(&declared) {
            Cow::Borrowed(_) => None,
            Cow::Owned(members) => Some(members),
        };
        let parts = schema.parts();
        let flag = parts.iter().find_map(|part| part.cursor.get("additionalProperties"));
        let is_closed = match flag.map(|flag| flag.node.scalar()) {
            _ if has_misnamed(&declared) => false,
            None => !in_form.as_ref().unwrap_or(&declared).is_empty(),
            Some(flag) => flag == Some(Scalar::Bool(false)),
        };
        let required = parts.iter().flat_map(|part| part.cursor.get_strings("required")).collect();
        let additional = parts.iter().find_map(Schema::own_additional);
        Self { declared, in_form, required, is_closed, additional }
    }
}

impl<'a> Validator<'a> {
    /// Returns the differences between `value` and `schema`.
    pub fn validate(
        &mut self,
        schema: &Schema<'a>,
        value: &Cursor<'a>,
        mode: ValidationMode,
    ) -> Vec<Mismatch> {
        let mut found = Vec::new();
        let schema = schema.resolved();
        if is_absent(value.node) || self.validate_variants(&schema, value, mode, &mut found) {
            return found;
        }
        match (schema.data_type(), &value.node.kind) {
            (Some("object"), NodeKind::Map(_)) => {
                self.validate_object(&schema, value, mode, &mut found);
            }
            (Some("array"), NodeKind::List(list)) => {
                let message = violated_items(&schema.parts(), list.len());
                found.extend(message.map(|message| mismatch(&schema, value, message)));
                if let Some(items) = schema.items() {
                    found.extend(value.items().flat_map(|it| self.validate(&items, &it, mode)));
                }
            }
            (Some("array"), _) => self.validate_single_as_list(&schema, value, mode, &mut found),
            (Some(kind), _) => validate_scalar(&schema, kind, value, &mut found),
            (None, _) => {}
        }
        found
    }

    fn object(&mut self, schema: &Schema<'a>) -> Rc<Object<'a>> {
        let known = self.objects.get(&schema.cursor.origin).cloned();
        known.unwrap_or_else(|| {
            let object = Rc::new(Object::new(schema));
            self.objects.insert(schema.cursor.origin.clone(), object.clone());
            object
        })
    }

    fn validate_object(
        &mut self,
        schema: &Schema<'a>,
        value: &Cursor<'a>,
        mode: ValidationMode,
        found: &mut Vec<Mismatch>,
    ) {
        let object = self.object(schema);
        let declared = &object.declared;
        let known = object.in_form.as_ref().unwrap_or(declared);
        for (name, member) in value.members() {
            let exact = known.get_key_value(name);
            let property = exact.or_else(|| known.iter().find(|(key, _)| matches_name(key, name)));
            match (property, &object.additional) {
                (Some((key, property)), _) => {
                    found.extend(outside_of_family(key, property, &member));
                    found.extend(self.validate(property, &member, mode));
                    if mode == ValidationMode::Request
                        && object.required.contains(key)
                        && is_missing(property, &member)
                    {
                        let message = format!("expected a value of `{name}`, found `null`");
                        found.push(mismatch(property, &member, message));
                    }
                }
                (None, Some(schema)) if !object.is_closed => {
                    found.extend(self.validate(schema, &member, mode));
                }
                (None, _) if !object.is_closed => {}
                (None, _) => {
                    let message = format!("unknown member `{name}`");
                    let help = did_you_mean(name, known.keys().copied());
                    found.push(Mismatch { key: true, help, ..mismatch(schema, &member, message) });
                }
            }
        }
        if mode != ValidationMode::Request {
            return;
        }
        let required = object.required.iter().filter(|name| {
            let has = |key: &str| declared.get(**name).is_some_and(|own| own.cursor.has(key));
            // An undeclared name is an error of its own.
            let is_declared = declared.keys().any(|key| matches_name(key, name));
            is_declared && !has("x-indexed") && !has("readOnly")
        });
        let required = Constraint::AllOf(required.map(|name| (*name).to_owned()).collect());
        if let Some(Violation::Missing(names)) = required.violation(&Keys(value)) {
            let message = |name: &str| format!("missing required member `{name}`");
            found.extend(names.into_iter().map(|name| mismatch(schema, value, message(name))));
        }
    }

    /// Validates a value that is not a list against the schema of a list. Only a response has an object in place of a list:
    /// requests are sent as declared.
    fn validate_single_as_list(
        &mut self,
        schema: &Schema<'a>,
        value: &Cursor<'a>,
        mode: ValidationMode,
        found: &mut Vec<Mismatch>,
    ) {
        let Some(items) = schema.items() else { return };
        let is_object = items.data_type() == Some("object");
        match &value.node.kind {
            NodeKind::Map(_) if is_object && mode != ValidationMode::Request => {
                found.extend(self.validate(&items, value, mode));
            }
            NodeKind::Scalar { text, .. } if !is_object => {
                for item in text.split(',') {
                    let kind = items.data_type().unwrap_or("string");
                    found.extend(validate_string(&items, kind, item.trim(), value));
                }
            }
            _ => found.push(mismatch(schema, value, "expected a list".to_owned())),
        }
    }
}

/// Returns a mismatch of a member whose number is outside of its family.
fn outside_of_family(key: &str, property: &Schema<'_>, member: &Cursor<'_>) -> Option<Mismatch> {
    let FamilyExtension { from, to } = property.extensions().family?;
    let name = member.origin.key();
    let declared = WireName::parse(key).with_numbering(Numbering::BareFirst);
    let number = declared.numbers_in(&name)?.number.filter(|it| !(from..=to).contains(it))?;
    let message = format!("expected a number from {from} to {to} in `{key}`, found {number}");
    Some(Mismatch { key: true, ..mismatch(property, member, message) })
}

/// Returns `true` if a property has the key of numbered members, but not the placeholder or the members for the numbers. It is
/// an error of its own, and the names of the numbered members are not known.
pub fn has_misnamed(declared: &Properties<'_>) -> bool {
    declared.iter().any(|(name, property)| {
        let lacks_number = property.cursor.has("x-family") && !WireName::parse(name).has_number();
        let items = property.items().filter(|_| property.cursor.has("x-indexed"));
        let items = items.map(|items| items.properties());
        let lacks_item = |items: &Properties<'_>| {
            items.is_empty()
                || items.keys().any(|name| !WireName::parse(name).has_item())
                || has_misnamed(items)
        };
        lacks_number || items.is_some_and(|items| lacks_item(&items))
    })
}

/// Returns `true` for `""`, `[]` and `null`, which stand for an absent value.
fn is_absent(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.is_empty() || node.scalar() == Some(Scalar::Null),
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Map(_) => false,
    }
}

/// Returns `true` for `null` in place of a value that must be present.
fn is_missing(property: &Schema<'_>, value: &Cursor<'_>) -> bool {
    let permits_null =
        |part: &Schema<'_>| part.cursor.has_flag("nullable") || part.cursor.has_flag("readOnly");
    value.node.scalar() == Some(Scalar::Null)
        && property.data_type().is_some()
        && !property.resolved().parts().iter().any(permits_null)
        && !permits_null(property)
}

/// Returns a mismatch of a value.
pub(super) fn mismatch(schema: &Schema<'_>, value: &Cursor<'_>, message: String) -> Mismatch {
    let (at, schema) = (value.origin.clone(), schema.cursor.origin.clone());
    Mismatch { at, key: false, message, schema, help: None }
}

/// The keys of an object. A key without a value counts as present.
struct Keys<'c, 'a>(&'c Cursor<'a>);

impl Members for Keys<'_, '_> {
    fn has(&self, name: &str) -> bool {
        self.0.members().any(|(key, _)| matches_name(name, key))
    }

    fn has_value(&self, name: &str, values: &[String]) -> bool {
        let has_text =
            |own: &Cursor<'_>| own.text().is_some_and(|it| values.iter().any(|v| v == it));
        self.0.members().any(|(key, own)| matches_name(name, key) && has_text(&own))
    }
}

/// Properties by name.
pub type Properties<'a> = IndexMap<&'a str, Schema<'a>>;

/// Replaces indexed lists by the properties of their items, as they are named in a form.
pub fn form_members<'p, 'a>(declared: &'p Properties<'a>) -> Cow<'p, Properties<'a>> {
    if !declared.values().any(|property| property.cursor.has("x-indexed")) {
        return Cow::Borrowed(declared);
    }
    let mut members = IndexMap::new();
    for (name, property) in declared {
        let element = property.cursor.has("x-indexed").then(|| property.items());
        match element.flatten() {
            Some(element) => members.extend(element.properties()),
            None => {
                members.insert(*name, property.clone());
            }
        }
    }
    Cow::Owned(members)
}

/// Returns the names of the members of a form, with the numbering of each indexed list.
pub fn form_names<'a>(declared: &Properties<'a>) -> FormNames<'a> {
    let mut names = Vec::new();
    for (name, property) in declared {
        let numbering = property.extensions().indexed.and_then(IndexedExtension::numbering);
        let Some((items, numbering)) = property.items().zip(numbering) else {
            names.push((*name, WireName::parse(name)));
            continue;
        };
        for name in items.properties().into_keys() {
            names.push((name, WireName::parse(name).with_numbering(numbering)));
        }
    }
    FormNames::new(names)
}

fn validate_scalar<'a>(
    schema: &Schema<'a>,
    kind: &str,
    value: &Cursor<'a>,
    found: &mut Vec<Mismatch>,
) {
    match (&value.node.kind, kind) {
        (NodeKind::Scalar { text, .. }, kind) if kind != "object" => {
            found.extend(validate_string(schema, kind, text, value));
        }
        (_, "object") => found.push(mismatch(schema, value, "expected a mapping".to_owned())),
        _ => found.push(mismatch(schema, value, format!("expected a value of type `{kind}`"))),
    }
}

/// Validates the text of a scalar against a type, a format, the limits and an enum.
fn validate_string<'a>(
    schema: &Schema<'a>,
    kind: &str,
    text: &str,
    value: &Cursor<'a>,
) -> Option<Mismatch> {
    let parts = schema.parts();
    let format = parts.iter().find_map(|part| part.cursor.get_str("format"));
    let keywords: Vec<&str> =
        parts.iter().flat_map(|part| part.cursor.get_strings("x-keywords")).collect();
    let is_keyword = kind == "string" && keywords.contains(&text);
    let scalar = ScalarType::find(kind, format).filter(|_| !is_keyword);
    let is_foreign = schema.document().dialect.is_foreign;
    if let Some(scalar) = scalar
        && let Some(expected) = violated_scalar(scalar, is_foreign, kind, format, text)
    {
        return Some(mismatch(schema, value, format!("expected {expected}, found `{text}`")));
    }
    let violated = match kind {
        _ if is_keyword => None,
        "string" => violated_pattern(&parts, text),
        "number" if !is_decimal(text) => {
            Some(format!("expected a number of at most 28 digits, found `{text}`"))
        }
        _ => None,
    };
    if let Some(message) = violated.or_else(|| violated_limit(&parts, kind, text)) {
        return Some(mismatch(schema, value, message));
    }
    validate_enum(&parts, text, value)
}

/// Returns what is expected in place of a text that is no value of a scalar type.
fn violated_scalar(
    scalar: ScalarType,
    is_foreign: bool,
    kind: &str,
    format: Option<&str>,
    text: &str,
) -> Option<String> {
    if !scalar.accepts(text) {
        return Some(match format.filter(|_| kind == "string") {
            Some(format) => format!("a value of format `{format}`"),
            None => format!("a value of type `{kind}`"),
        });
    }
    let expected = match scalar {
        ScalarType::Date => "a day of the calendar",
        ScalarType::DateTime => "a day of the calendar and a time of the day",
        _ => return None,
    };
    // others declare dates that do not exist
    (!is_foreign && !is_in_calendar(text)).then(|| expected.to_owned())
}

/// Checks that a value is listed in the enum, unless the enum is open.
fn validate_enum(parts: &[Schema<'_>], text: &str, value: &Cursor<'_>) -> Option<Mismatch> {
    if parts.iter().any(|part| part.cursor.has("x-open")) {
        return None;
    }
    let part = parts.iter().find(|part| part.cursor.has("enum"))?;
    let values = part.cursor.get_items("enum");
    let listed: Vec<&str> = values.map(|value| value.text().unwrap_or_default()).collect();
    // An enum without values is an error of its own.
    if listed.is_empty() || listed.contains(&text) {
        return None;
    }
    let help = did_you_mean(text, listed);
    let message = format!("`{text}` is not a value of the enum");
    Some(Mismatch { help, ..mismatch(part, value, message) })
}
