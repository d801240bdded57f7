//! Keywords, extension keys and styles apply to the type of their schema.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;
use crate::source::Scalar;
use crate::spec::{Cursor, Elements, Parameter, Schema};
use crate::wire_name::{NUMBER, WireName};

/// Keywords of OpenAPI and the types that they apply to.
const KEYWORDS: [(&str, &[&str]); 17] = [
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("minProperties", &["object"]),
    ("items", &["array"]),
    ("maxItems", &["array"]),
    ("minItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("maxLength", &["string"]),
    ("minLength", &["string"]),
    ("pattern", &["string"]),
    ("maximum", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("multipleOf", &["number", "integer"]),
];

/// Extension keys and the types that they apply to.
const EXTENSIONS: [(&str, &[&str]); 3] =
    [("x-id", &["string"]), ("x-keywords", &["string"]), ("x-indexed", &["array"])];

/// The styles that apply only to lists and objects.
const COMPOUND_STYLES: [&str; 3] = ["deepObject", "spaceDelimited", "pipeDelimited"];

/// Returns `true` if a style applies only to lists and objects.
pub(super) fn is_compound_style(style: &str) -> bool {
    COMPOUND_STYLES.contains(&style)
}

/// Reports keys that do not apply to the type of their schema.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let indexed = spec.schemas.iter().filter(|schema| schema.cursor.has("x-indexed"));
    let items: BTreeSet<Origin> = indexed
        .filter_map(Schema::items)
        .flat_map(|items| items.parts().into_iter().map(|part| part.cursor.origin))
        .collect();
    for parameter in spec.parameters.iter().filter(|_| !spec.document.dialect.is_foreign) {
        let schema = parameter.schema().map(|schema| schema.cursor);
        found.extend(schema.and_then(|schema| misplaced_access(spec, &schema)));
        found.extend(check_style(parameter));
    }
    for schema in &spec.schemas {
        check_types(spec, schema, &mut found);
        check_enum_keys(spec, schema, &mut found);
        check_string_keys(spec, schema, &mut found);
        check_represented(spec, schema, &mut found);
        found.extend(check_indexed(spec, schema));
        found.extend(check_access(spec, &schema.cursor));
        for (name, property) in schema.own_properties() {
            check_family(spec, name, &property.cursor, &mut found);
            let is_item = items.contains(&schema.cursor.origin);
            if WireName::parse(name).has_item() != is_item {
                found.push(misplaced_item(spec, name, &property.cursor, is_item));
            }
        }
    }
    found
}

fn check_types(spec: &Elements<'_>, schema: &Schema<'_>, found: &mut Vec<Diagnostic>) {
    let (own, cursor) = (schema.own_type(), &schema.cursor);
    for (key, types) in KEYWORDS {
        if let Some(own) = own.filter(|own| !types.contains(own) && cursor.has(key)) {
            let message = format!("`{key}` does not apply to type `{own}`");
            found.push(misplaced(spec, cursor, key, Code::MisplacedKeyword, message, types));
        }
    }
    let any = schema.data_type();
    for (key, types) in EXTENSIONS {
        if cursor.has(key) && !any.is_some_and(|any| types.contains(&any)) {
            let message = format!("`{key}` applies only to type `{}`", types.join("` or `"));
            found.push(misplaced(spec, cursor, key, Code::MisplacedExtension, message, &[]));
        }
    }
    if own.is_none() && cursor.has("items") {
        let message = "`items` requires `type: array`";
        let at = cursor.origin.child("items");
        let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at, message);
        found.push(diagnostic.span(spec.document.key_span(&at)).help("add `type: array`"));
    }
    if own == Some("array") && !cursor.has("items") {
        let message = "missing key `items` in an array";
        found.push(Diagnostic::new(Code::MissingMember, &cursor.origin, message));
    }
}

/// Returns a diagnostic about a key that does not apply.
fn misplaced(
    spec: &Elements<'_>,
    schema: &Cursor<'_>,
    key: &str,
    code: Code,
    message: String,
    types: &[&str],
) -> Diagnostic {
    let at = schema.origin.child(key);
    let mut diagnostic = Diagnostic::new(code, &at, message).span(spec.document.key_span(&at));
    if let [only] = types {
        diagnostic = diagnostic.help(format!("remove it, or write `type: {only}`"));
    }
    diagnostic
}

/// Checks that an id has no format or enum of its own, and that keywords stand in place of a time.
fn check_string_keys(spec: &Elements<'_>, schema: &Schema<'_>, found: &mut Vec<Diagnostic>) {
    let cursor = &schema.cursor;
    for other in ["format", "enum"].into_iter().filter(|key| cursor.has("x-id") && cursor.has(key))
    {
        let message = format!("`x-id` replaces the type of `{other}`");
        let diagnostic = misplaced(spec, cursor, "x-id", Code::MisplacedExtension, message, &[]);
        found.push(diagnostic.help(format!("remove `x-id` or `{other}`")));
    }
    let format = schema.find_str("format");
    if cursor.has("x-keywords")
        && schema.data_type() == Some("string")
        && format != Some("date-time")
    {
        let message = "`x-keywords` applies only to format `date-time`".to_owned();
        let code = Code::MisplacedExtension;
        found.push(misplaced(spec, cursor, "x-keywords", code, message, &[]));
    }
}

/// Reports properties that a family of the same object represents, too.
fn check_represented(spec: &Elements<'_>, schema: &Schema<'_>, found: &mut Vec<Diagnostic>) {
    let own: Vec<(&str, Schema<'_>)> = schema.own_properties().into_iter().collect();
    let families = own.iter().filter(|(_, property)| property.cursor.has("x-family"));
    for (family, declared) in families {
        let Some((before, after)) = family.split_once(NUMBER) else { continue };
        for (name, property) in &own {
            let number = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            let Some(number) = number.and_then(|number| number.parse::<i64>().ok()) else {
                continue;
            };
            let bounds = declared.cursor.get("x-family");
            let bound = |key: &str| match bounds.as_ref()?.get(key)?.node.scalar()? {
                Scalar::Integer(number) => Some(number),
                _ => None,
            };
            let (Some(from), Some(to)) = (bound("from"), bound("to")) else { continue };
            if !(from..=to).contains(&number) {
                continue;
            }
            let origin = &property.cursor.origin;
            let first_span = spec.document.key_span(&declared.cursor.origin);
            found.push(
                Diagnostic::new(
                    Code::MisplacedExtension,
                    origin,
                    format!("`{name}` is also represented by `{family}`"),
                )
                .span(spec.document.key_span(origin))
                .label_span(&declared.cursor.origin, first_span, "family is here")
                .help("remove it, or change the range of the family"),
            );
        }
    }
}

fn check_enum_keys(spec: &Elements<'_>, schema: &Schema<'_>, found: &mut Vec<Diagnostic>) {
    let cursor = &schema.cursor;
    let has_enum = schema.parts().iter().any(|part| part.cursor.has("enum"));
    for key in ["x-open", "x-enum-descriptions", "x-enum-names"] {
        if cursor.has(key) && !has_enum {
            let message = format!("`{key}` requires an `enum`");
            found.push(misplaced(spec, cursor, key, Code::MisplacedExtension, message, &[]));
        }
    }
    // Numbers are not turned into variants.
    let of_numbers = matches!(schema.own_type(), Some("integer" | "number"));
    if has_enum && of_numbers && cursor.has("x-enum-names") {
        let message = "`x-enum-names` applies only to an `enum` of strings".to_owned();
        let code = Code::MisplacedExtension;
        found.push(misplaced(spec, cursor, "x-enum-names", code, message, &[]));
    }
}

/// Reports a parameter with a key of properties, which it has in neither direction.
fn misplaced_access(spec: &Elements<'_>, schema: &Cursor<'_>) -> Option<Diagnostic> {
    let key = ["readOnly", "writeOnly"].into_iter().find(|key| schema.has_flag(key))?;
    let message = format!("`{key}` applies only to properties, not to a parameter");
    Some(misplaced(spec, schema, key, Code::MisplacedKeyword, message, &[]).help("remove it"))
}

/// Checks that the style of a parameter is one of its type.
fn check_style(parameter: &Parameter<'_>) -> Option<Diagnostic> {
    let style = parameter.cursor.get("style")?;
    let name = style.node.as_str().filter(|name| is_compound_style(name))?;
    let schema = parameter.schema()?.resolved();
    let kind = schema.data_type().filter(|kind| !["array", "object"].contains(kind))?;
    let message = format!("style `{name}` does not apply to type `{kind}`");
    Some(Diagnostic::new(Code::MisplacedKeyword, &style.origin, message).help("remove it"))
}

/// Checks that a property is not excluded from requests and from responses.
fn check_access(spec: &Elements<'_>, schema: &Cursor<'_>) -> Option<Diagnostic> {
    if !schema.has_flag("readOnly") || !schema.has_flag("writeOnly") {
        return None;
    }
    let (at, other) = (schema.origin.child("writeOnly"), schema.origin.child("readOnly"));
    let message = "`writeOnly` contradicts `readOnly`";
    let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at, message);
    let other_span = spec.document.key_span(&other);
    Some(
        diagnostic
            .span(spec.document.key_span(&at))
            .label_span(&other, other_span, "`readOnly` is here")
            .help("remove one of them"),
    )
}

/// Checks that the items of a numbered list have members, which the numbers are written in.
fn check_indexed(spec: &Elements<'_>, schema: &Schema<'_>) -> Option<Diagnostic> {
    let items = schema.items().filter(|_| schema.cursor.has("x-indexed"))?;
    let kind = items.data_type().filter(|kind| *kind != "object")?;
    let at = schema.cursor.origin.child("x-indexed");
    let message =
        format!("`x-indexed` applies only to a list of objects, found items of type `{kind}`");
    let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message);
    let help = "write items of type `object`, with properties such as `'Name{i}'`, or remove it";
    Some(diagnostic.span(spec.document.key_span(&at)).help(help))
}

/// Returns a diagnostic about a property of a numbered item whose name lacks the placeholder `{i}`, or about another one whose
/// name has it.
fn misplaced_item(
    spec: &Elements<'_>,
    name: &str,
    property: &Cursor<'_>,
    is_item: bool,
) -> Diagnostic {
    let (message, help) = match is_item {
        true => (
            format!("expected `{{i}}` in the name of a property of numbered items, found `{name}`"),
            format!("rename the property, as in `'{name}{{i}}'`"),
        ),
        false => (
            format!("`{name}` contains `{{i}}` outside of the items of a list with `x-indexed`"),
            "add `x-indexed` to the list of these objects, or remove the placeholder".to_owned(),
        ),
    };
    Diagnostic::new(Code::MisplacedExtension, &property.origin, message)
        .span(spec.document.key_span(&property.origin))
        .help(help)
}

/// Checks that `x-family` and the placeholder `{n}` occur together.
fn check_family(
    spec: &Elements<'_>,
    name: &str,
    property: &Cursor<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let numbered = WireName::parse(name).has_number();
    if property.has("x-family") && name.matches(NUMBER).count() > 1 {
        let message = format!("expected one `{{n}}` in the name of the property, found `{name}`");
        let diagnostic = Diagnostic::new(Code::MisplacedExtension, &property.origin, message);
        let span = spec.document.key_span(&property.origin);
        return found.push(diagnostic.span(span).help("remove the others"));
    }
    let bounds = property.get("x-family");
    if numbered == bounds.is_some() {
        let number = |key: &str| match bounds.as_ref()?.node.get(key)?.scalar()? {
            Scalar::Integer(number) => Some(number),
            _ => None,
        };
        if let (Some(from), Some(to)) = (number("from"), number("to"))
            && from > to
        {
            let at = property.origin.child("x-family");
            let message = format!("empty range: `from` is {from}, `to` is {to}");
            found.push(Diagnostic::new(Code::BadExtensionValue, &at, message));
        }
        return;
    }
    let (at, message, help) = match numbered {
        // a name in the description of others
        true if spec.document.dialect.is_foreign => return,
        true => (
            property.origin.clone(),
            format!("`{name}` contains `{{n}}` but has no `x-family`"),
            "add `x-family: { from: 1, to: … }`".to_owned(),
        ),
        false => (
            property.origin.child("x-family"),
            format!("`x-family` requires `{{n}}` in the name of the property, found `{name}`"),
            format!("rename the property to `'{name}{{n}}'`"),
        ),
    };
    let span = spec.document.key_span(&at);
    found.push(Diagnostic::new(Code::MisplacedExtension, &at, message).span(span).help(help));
}
