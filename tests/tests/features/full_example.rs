//! Examples with all members, made from the types of the model.

use generator::ir::{
    Api, Body, Bound, Content, Discriminator, Encoding, Example, Field, Kind, Limits, Operation,
    Record, ResponseContent, Ty, Union, WireStyle,
};
use serde_json::{Map, Value, json};

/// The depth below which only required members are present.
const DEPTH: usize = 4;

/// The name of the examples.
const NAME: &str = "all_members";

/// The side of the service that a value is written for.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Request,
    Response,
}

struct Composer<'a> {
    api: &'a Api,
    direction: Direction,
    /// The number of unions so far, so that each has another alternative.
    unions: usize,
}

/// Adds an example with all members to each body that has no constraints, and an example of a response where the test
/// needs one. In a form, these are the members without objects, in the default style. Returns the number of bodies with a new example.
pub fn add(api: &mut Api) -> usize {
    let known = api.clone();
    let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations);
    operations.filter_map(|operation| add_to(&known, operation)).count()
}

fn add_to(api: &Api, operation: &mut Operation) -> Option<()> {
    let body = operation.body.as_mut()?;
    if !body.constraints.is_empty() || body.reference.is_some() {
        return None;
    }
    let mut sent = Composer { api, direction: Direction::Request, unions: 0 };
    let value = match &body.content {
        _ if body.encoding != Encoding::Json => sent.form(body)?,
        Content::Members(fields) => sent.members(fields, 0)?,
        Content::Record(id) => sent.value(&Ty::Named(*id), &body.limits, 0)?,
        Content::List(inner) => sent.value(&Ty::List(Box::new(inner.clone())), &body.limits, 0)?,
        Content::Value(ty) => sent.value(ty, &body.limits, 0)?,
        Content::Text | Content::File => return None,
    };
    let example = |status: u16, value: Value| Example {
        name: NAME.to_owned(),
        summary: String::new(),
        status,
        value,
        origin: operation.origin.clone(),
    };
    body.examples.push(example(0, value));
    if let (ResponseContent::Value(ty), true) = (&operation.response, operation.examples.is_empty())
    {
        let mut returned = Composer { api, direction: Direction::Response, unions: 0 };
        if let Some(value) = returned.value(ty, &Limits::default(), 0) {
            operation.examples.push(example(200, value));
        }
    }
    for parameter in operation.parameters.iter_mut().filter(|own| own.required) {
        if parameter.example.is_none() {
            parameter.example = sent.value(&parameter.ty, &parameter.limits, 0);
        }
    }
    Some(())
}

impl Composer<'_> {
    /// Returns a value within the limits; `None` if none is known.
    fn value(&mut self, ty: &Ty, limits: &Limits, depth: usize) -> Option<Value> {
        Some(match ty {
            ty if *ty == Ty::FILE => json!("a,b\n\"ß\""),
            Ty::Scalar(scalar) => return self::scalar(scalar.name(), limits),
            Ty::Id(_) => return self::scalar("string", limits),
            Ty::DateTimeOrKeyword(_) => return self::scalar("date-time", limits),
            Ty::Json => json!({ "a": [1.5, "x", { "b": true }] }),
            Ty::Named(id) => match &self.api.types.get(id.0)?.kind {
                Kind::Record(record) => self.record(record, limits, depth)?,
                Kind::Enum(listed) => {
                    json!(listed.values.iter().find(|value| !value.wire.is_empty())?.wire)
                }
                Kind::Union(union) => self.union(union, depth)?,
            },
            Ty::List(inner) => self.list(inner, limits, depth)?,
            Ty::Map(inner) if limits.members.from.unwrap_or_default() <= 1 => {
                let each = limits.each.as_deref().cloned().unwrap_or_default();
                json!({ "A key": self.value(inner, &each, depth + 1)? })
            }
            Ty::Map(_) | Ty::Numbered(_) => return None,
        })
    }

    fn record(&mut self, record: &Record, limits: &Limits, depth: usize) -> Option<Value> {
        if limits.members != Default::default() {
            return None;
        }
        self.members(&record.fields, depth)
    }

    fn members(&mut self, fields: &[Field], depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for field in fields {
            let is_absent = match self.direction {
                Direction::Request => field.read_only,
                Direction::Response => field.write_only,
            };
            if !field.is_argument() && (is_absent || depth > DEPTH) {
                continue;
            }
            match self.value(&field.ty, &field.limits, depth + 1) {
                Some(value) => drop(members.insert(field.wire.clone(), value)),
                None if field.is_argument() => return None,
                None => {}
            }
        }
        Some(Value::Object(members))
    }

    /// Returns the members of a form; `None` if there are none, or if it needs others than those in the default style.
    fn form(&mut self, body: &Body) -> Option<Value> {
        let is_default = |field: &Field| {
            let mut styles = body.members.iter().filter(|own| own.wire == field.wire);
            let wire = field.wire_name();
            styles.all(|own| own.style == WireStyle::Form && own.explode)
                && self.is_text(&field.ty)
                && !wire.has_item()
                && !wire.has_number()
        };
        let (Content::Members(_) | Content::Record(_)) = body.content else { return None };
        let fields = self.api.members_of(&body.content);
        if fields.is_empty() || fields.iter().any(|own| own.is_argument() && !is_default(own)) {
            return None;
        }
        let fields: Vec<Field> = fields.iter().filter(|own| is_default(own)).cloned().collect();
        self.members(&fields, 0)
    }

    /// Returns `true` for values without members, and for lists of them.
    fn is_text(&self, ty: &Ty) -> bool {
        match ty {
            Ty::List(inner) => !matches!(**inner, Ty::List(_)) && self.is_text(inner),
            Ty::Named(id) => {
                let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
                matches!(kind, Some(Kind::Enum(_)))
            }
            Ty::Json | Ty::Map(_) | Ty::Numbered(_) => false,
            Ty::Scalar(_) | Ty::Id(_) | Ty::DateTimeOrKeyword(_) => true,
        }
    }

    fn union(&mut self, union: &Union, depth: usize) -> Option<Value> {
        self.unions += 1;
        let alternative = union.alternatives.get(self.unions % union.alternatives.len())?;
        let mut value = self.value(&alternative.ty, &Limits::default(), depth + 1)?;
        if let Discriminator::Member(member) = &union.discriminator
            && self.api.record_of(alternative).is_some()
        {
            value.as_object_mut()?.insert(member.clone(), json!(alternative.tags.first()?));
        }
        Some(value)
    }

    /// Returns a list of two elements if possible. In a list of lists, the second one has one element.
    fn list(&mut self, inner: &Ty, limits: &Limits, depth: usize) -> Option<Value> {
        let each = limits.each.as_deref().cloned().unwrap_or_default();
        let most = if limits.unique_items { 1 } else { 2 };
        let least = limits.items.from.unwrap_or_default();
        let count = most.max(least).min(limits.items.to.unwrap_or(most.max(least)));
        if count == 0 || (limits.unique_items && count > 1) || depth > 2 * DEPTH {
            return None;
        }
        let elements = (0..count).map(|_| self.value(inner, &each, depth + 1));
        let mut elements: Vec<Value> = elements.collect::<Option<_>>()?;
        if let (Some(Value::Array(last)), true) = (elements.last_mut(), each.is_empty()) {
            last.truncate(1);
        }
        Some(Value::Array(elements))
    }
}

/// Returns a value of the scalar with this name.
fn scalar(name: &str, limits: &Limits) -> Option<Value> {
    match name {
        "integer" | "decimal" => number(name, limits),
        "boolean" => Some(json!(true)),
        "date-time" => Some(json!("2026-01-15T22:55:32Z")),
        "date" => Some(json!("2026-01-15")),
        "string" if limits.pattern.is_none() => {
            let least = limits.length.from.unwrap_or_default().max(6);
            let length = limits.length.to.unwrap_or(least).min(least);
            Some(json!("größe\"".chars().cycle().take(length as usize).collect::<String>()))
        }
        _ => None,
    }
}

fn number(name: &str, limits: &Limits) -> Option<Value> {
    if limits.multiple_of.is_some() {
        return None;
    }
    let bound = |bound: &Option<Bound>| bound.as_ref()?.number.parse::<f64>().ok();
    let (least, most) = (bound(&limits.minimum), bound(&limits.maximum));
    let is_within = |number: &&f64| {
        least.is_none_or(|least| **number > least) && most.is_none_or(|most| **number < most)
    };
    let candidates: &[f64] = match name {
        "integer" => &[7.0, 1.0, 70.0, 2.0, 700.0],
        _ => &[12.5, 0.5, 1.25, 70.5],
    };
    let number = *candidates.iter().find(is_within)?;
    Some(if name == "integer" { json!(number as i64) } else { json!(number) })
}
