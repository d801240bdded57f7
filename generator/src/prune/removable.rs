//! Finds the element to remove for an error.

use super::untyped;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::{Object, ValueSchema, objects};
use crate::location::{Origin, unescape};
use crate::resolve::resolve_ref;
use crate::schema::newer;
use crate::source::{Node, Scalar, Sources};

/// An element that can be removed.
#[derive(Debug)]
pub(super) struct Removable {
    pub(super) origin: Origin,
    /// The segments of the pointer.
    pub(super) segments: Vec<String>,
    /// The name in messages, as in ``operation `GET /notes` ``.
    pub(super) name: String,
    /// `true` for a component that is removed, which others may refer to.
    pub(super) is_component: bool,
    /// The keys of the element that remain, instead of the element being removed.
    pub(super) kept_keys: Option<KeyFilter>,
}

/// Returns `true` for the keys that remain.
pub(super) type KeyFilter = fn(&str) -> bool;

impl Removable {
    /// Returns `true` if the node at a pointer below the element remains.
    pub(super) fn keeps(&self, pointer: &str) -> bool {
        let below = pointer.strip_prefix(self.origin.pointer.as_str()).unwrap_or_default();
        let key = below.split('/').nth(1).map(unescape);
        self.kept_keys.zip(key).is_some_and(|(is_kept, key)| is_kept(&key))
    }

    /// Returns a key by which items of a list are sorted by their number.
    pub(super) fn position(&self) -> (usize, usize) {
        let last = self.segments.last().and_then(|last| last.parse().ok());
        (self.segments.len(), last.unwrap_or_default())
    }
}

/// Keys that only describe or restrict values, or that nothing is generated from.
const OPTIONAL_KEYS: [&str; 27] = [
    "callbacks",
    "default",
    "deprecated",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "externalValue",
    "format",
    "links",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "tags",
    "title",
    "uniqueItems",
    "webhooks",
    "xml",
];

/// A node on the way from the root to the error.
pub(super) struct PathNode<'a> {
    pub(super) origin: Origin,
    pub(super) key: String,
    pub(super) node: &'a Node,
    /// The object that contains the node, if the node is the value of one of its keys.
    pub(super) owner: Option<&'static Object>,
    /// The schema of the node.
    pub(super) schema: ValueSchema,
}

impl PathNode<'_> {
    /// Returns `true` if the node is the value of a key of this object.
    fn is_key_of(&self, object: &'static Object) -> bool {
        self.owner.is_some_and(|owner| std::ptr::eq(owner, object))
    }
}

/// Returns the smallest element around an error that can be removed.
pub(super) fn find(sources: &Sources, error: &Diagnostic) -> Option<Removable> {
    let steps = steps(sources, &error.origin)?;
    (0..steps.len()).rev().find_map(|index| {
        let untyped = untyped::kept_keys(&steps, index, error);
        let (name, kept_keys) = match untyped {
            Some((noun, kept)) => (format!("{noun} of `{}`", context(&steps, index)), Some(kept)),
            None => (removable(sources, &steps, index, error)?, None),
        };
        let step = steps.get(index)?;
        let segments = steps.iter().take(index + 1).skip(1).map(|step| step.key.clone()).collect();
        let is_component = is_component(&steps, index) && kept_keys.is_none();
        Some(Removable { origin: step.origin.clone(), segments, name, is_component, kept_keys })
    })
}

/// Returns the nodes from the root to a location, as far as they exist.
fn steps<'a>(sources: &'a Sources, origin: &Origin) -> Option<Vec<PathNode<'a>>> {
    let root = sources.node(&Origin::root(origin.file))?;
    let mut steps = vec![PathNode {
        origin: Origin::root(origin.file),
        key: String::new(),
        node: root,
        owner: None,
        schema: ValueSchema::Object(&objects::ROOT),
    }];
    for segment in origin.pointer.split('/').skip(1) {
        let key = unescape(segment).into_owned();
        let Some(last) = steps.last() else { break };
        let origin = last.origin.child(&key);
        let Some(node) = sources.node(&origin) else { break };
        let (owner, schema) = child(last.schema, &key);
        steps.push(PathNode { origin, key, node, owner, schema });
    }
    Some(steps)
}

/// Returns the object and the schema of a child.
fn child(schema: ValueSchema, key: &str) -> (Option<&'static Object>, ValueSchema) {
    match schema {
        ValueSchema::List(item) | ValueSchema::Map(item) | ValueSchema::Responses(item) => {
            (None, *item)
        }
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            let field = objects::field(object, key);
            (Some(object), field.map_or(ValueSchema::Any, |field| field.schema))
        }
        ValueSchema::BoolOr(other) | ValueSchema::StringOr(other) => child(*other, key),
        _ => (None, ValueSchema::Any),
    }
}

/// Returns the name of an element if it can be removed.
fn removable(
    sources: &Sources,
    steps: &[PathNode<'_>],
    index: usize,
    error: &Diagnostic,
) -> Option<String> {
    let step = steps.get(index)?;
    let parent = steps.get(index.checked_sub(1)?)?;
    let key = step.key.as_str();
    let named = |noun: &str| Some(format!("{noun} `{}`", context(steps, index)));
    if step.owner.is_some() {
        return removable_key(steps, index, error);
    }
    match parent.key.as_str() {
        "paths" if index == 2 => Some(format!("path `{key}`")),
        "parameters" if parent.owner.is_some() && !is_component(steps, index) => {
            (is_optional_parameter(sources, step) || error.code == Code::BadHeader)
                .then(|| context(steps, index))
                .map(|name| format!("parameter `{name}`"))
        }
        "properties" if error.code == Code::ConflictingParts && step.origin == error.origin => {
            named("declaration of")
        }
        "properties" if is_schema_key(parent) && !is_required(steps, index) => named("property"),
        "content" if has_others(parent) && is_at_media(step) => named("media type"),
        "content" if is_of_error(steps, index) && is_at_media(step) => named("body of error"),
        "responses" if parent.owner.is_some() && !is_component(steps, index) => {
            let name = || format!("response `{}`", context(steps, index));
            (is_error(key) || is_bad_status(step, error)).then(name)
        }
        "encoding" if parent.owner.is_some() => named("encoding"),
        "headers" if parent.owner.is_some() && !is_component(steps, index) => named("header"),
        "examples" if parent.owner.is_some() => named("example"),
        "enum" if is_schema_key(parent) && has_others(parent) => matches!(
            error.code,
            Code::NameCollision | Code::BadName | Code::DuplicateEnumValue | Code::YamlSyntax
        )
        .then(|| format!("value `{}`", context(steps, index))),
        "mapping" if matches!(step.schema, ValueSchema::SchemaRef) => named("discriminator value"),
        "required" if is_schema_key(parent) => {
            matches!(error.code, Code::UnknownRequired | Code::DuplicateRequired | Code::YamlSyntax)
                .then(|| format!("required name `{}`", context(steps, index)))
        }
        _ if is_component(steps, index) => Some(format!("{} `{key}`", section_noun(&parent.key))),
        _ => None,
    }
}

/// Returns the name of a key of an object if it can be removed.
fn removable_key(steps: &[PathNode<'_>], index: usize, error: &Diagnostic) -> Option<String> {
    let step = steps.get(index)?;
    let parent = steps.get(index.checked_sub(1)?)?;
    let key = step.key.as_str();
    let is_unknown = step.origin == error.origin
        && match error.code {
            Code::UnknownMember | Code::UnknownExtension | Code::RefSiblings => true,
            Code::DuplicateKey | Code::YamlSyntax => ["description", "summary"].contains(&key),
            Code::MisplacedKeyword => {
                step.is_key_of(&objects::SCHEMA) || step.is_key_of(&objects::MEDIA_TYPE)
            }
            _ => false,
        };
    let is_component_section = step.is_key_of(&objects::COMPONENTS)
        && matches!(step.schema, ValueSchema::Unsupported | ValueSchema::Any);
    let is_optional = OPTIONAL_KEYS.contains(&key) || newer::is_restriction(key);
    let is_optional =
        is_optional && !step.is_key_of(&objects::PATH_ITEM) || step.is_key_of(&objects::ENCODING);
    if is_unknown || is_component_section || is_optional {
        return Some(format!("key `{}`", context(steps, index)));
    }
    let is_method = objects::METHODS.contains(&key) || key == "trace";
    (step.is_key_of(&objects::PATH_ITEM) && is_method).then(|| operation_name(&parent.key, key))
}

/// Returns the noun for a component below a key of `components`.
fn section_noun(section: &str) -> &str {
    match section {
        "securitySchemes" => "security scheme",
        "requestBodies" => "request body",
        section => section.strip_suffix('s').unwrap_or(section),
    }
}

fn operation_name(path: &str, method: &str) -> String {
    format!("operation `{} {path}`", method.to_ascii_uppercase())
}

/// Returns the name of an element with that of the operation or the component that contains it.
fn context(steps: &[PathNode<'_>], index: usize) -> String {
    let key = |index: usize| steps.get(index).map(|step| step.key.as_str()).unwrap_or_default();
    let is_in = |list: &str| index > 0 && key(index - 1) == list;
    let own = match steps.get(index).and_then(|step| step.node.as_str()) {
        // an item of a list
        Some(name) if is_in("required") && key(index).parse::<usize>().is_ok() => name,
        _ if is_in("parameters") => parameter_name(steps, index),
        _ => key(index),
    };
    let own = match parameter_around(steps, index) {
        Some(name) => format!("{own}` of parameter `{name}"),
        None => own.to_owned(),
    };
    match (key(1), key(3)) {
        ("paths", "parameters") => format!("{own}` of `{}", key(2)),
        ("paths", method) if index > 3 => {
            format!("{own}` of `{} {}", method.to_ascii_uppercase(), key(2))
        }
        ("components", name) if index > 3 => format!("{own}` of `{name}"),
        _ => own,
    }
}

/// Returns the name of the parameter that contains an element.
fn parameter_around<'a>(steps: &'a [PathNode<'_>], index: usize) -> Option<&'a str> {
    let is_list = |step: &PathNode<'_>| {
        step.key == "parameters"
            && (step.is_key_of(&objects::PATH_ITEM) || step.is_key_of(&objects::OPERATION))
    };
    let list = steps.iter().take(index.checked_sub(1)?).rposition(is_list)?;
    Some(parameter_name(steps, list + 1))
}

/// Returns the name of a parameter, or its number if it has none.
fn parameter_name<'a>(steps: &'a [PathNode<'_>], index: usize) -> &'a str {
    let step = steps.get(index);
    let name = step.and_then(|step| step.node.get("name")?.as_str());
    name.or_else(|| step.map(|step| step.key.as_str())).unwrap_or_default()
}

pub(super) fn is_component(steps: &[PathNode<'_>], index: usize) -> bool {
    index == 3 && steps.get(1).is_some_and(|step| step.key == "components")
}

pub(super) fn is_schema_key(step: &PathNode<'_>) -> bool {
    step.is_key_of(&objects::SCHEMA)
}

fn is_at_media(step: &PathNode<'_>) -> bool {
    matches!(step.schema, ValueSchema::Object(object) if std::ptr::eq(object, &objects::MEDIA_TYPE))
}

fn has_others(step: &PathNode<'_>) -> bool {
    step.node
        .as_map()
        .map_or(0, |members| members.len())
        .max(step.node.as_list().map_or(0, <[Node]>::len))
        > 1
}

/// Returns `true` for a key that is no status.
fn is_bad_status(step: &PathNode<'_>, error: &Diagnostic) -> bool {
    error.code == Code::UnknownMember && step.origin == error.origin
}

/// Returns `true` for the status of an error response.
fn is_error(status: &str) -> bool {
    status.starts_with(['4', '5']) || status == "default"
}

/// Returns `true` for the media type of an error response.
fn is_of_error(steps: &[PathNode<'_>], index: usize) -> bool {
    let response = index.checked_sub(2).and_then(|index| steps.get(index));
    let responses = index.checked_sub(3).and_then(|index| steps.get(index));
    responses.is_some_and(|step| step.key == "responses" && step.owner.is_some())
        && response.is_some_and(|step| step.key.starts_with(['4', '5']))
}

/// Returns `true` for a parameter, or a reference to one, that requests need not have.
fn is_optional_parameter(sources: &Sources, step: &PathNode<'_>) -> bool {
    let target = step.node.get("$ref").and_then(Node::as_str);
    let target = target.and_then(|text| resolve_ref(sources, step.origin.file, text));
    let node = match &target {
        Some(target) => sources.node(&target.origin()),
        // a removed parameter component: only its reason is known, and that it may be required
        None if step.node.get("$ref").is_some() => None,
        None => Some(step.node),
    };
    node.is_some_and(|node| {
        let is_required = node.get("required").and_then(Node::scalar) == Some(Scalar::Bool(true));
        !is_required && node.get("in").and_then(Node::as_str) != Some("path")
    })
}

/// Returns `true` for a property that objects must have.
fn is_required(steps: &[PathNode<'_>], index: usize) -> bool {
    let (Some(step), Some(schema)) =
        (steps.get(index), index.checked_sub(2).and_then(|index| steps.get(index)))
    else {
        return true;
    };
    let required = schema.node.get("required").and_then(Node::as_list).unwrap_or_default();
    required.iter().any(|name| name.as_str() == Some(&step.key))
}
