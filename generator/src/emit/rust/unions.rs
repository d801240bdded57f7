//! Unions: one of several records, or a value of another kind.

use super::{docs, values};
use crate::inflect::noun_phrase;
use crate::ir::{Alternative, Api, Discriminator, JsonKind, Kind, Ty, Type, Union};
use crate::scalar::ScalarType;

/// Renders a union: its declaration, and the macro call that implements it.
pub fn text(api: &Api, ty: &Type, union: &Union) -> String {
    let name = &ty.name.ident;
    let (mut variants, mut records, mut others) = (String::new(), String::new(), String::new());
    for alternative in &union.alternatives {
        let (variant, value) = (&alternative.name.ident, type_name(api, &alternative.ty));
        docs::push(&mut variants, &variant_docs(api, alternative), 4);
        if api.record_of(alternative).is_some() {
            variants.push_str(&format!("    {variant}(Box<{value}>),\n"));
            let tags = literals(" = ", &alternative.tags);
            let members = literals(" with ", &alternative.members);
            records.push_str(&format!("    {variant}({value}){tags}{members},\n"));
        } else {
            variants.push_str(&format!("    {variant}({value}),\n"));
            let kind = kind(api, alternative);
            others.push_str(&format!("    {variant}({value}) = {kind},\n"));
        }
    }
    let discriminator = match &union.discriminator {
        Discriminator::Member(member) => format!("{member:?}"),
        Discriminator::UniqueMembers => "shape".to_owned(),
        Discriminator::Object if records.is_empty() => "kind".to_owned(),
        Discriminator::Object => "object".to_owned(),
    };
    let mut text = String::new();
    docs::push(&mut text, &ty.docs, 0);
    if ty.deprecated {
        text.push_str("#[deprecated]\n");
    }
    text.push_str("#[derive(Clone, PartialEq)]\n#[non_exhaustive]\n");
    text.push_str(&format!("pub enum {name} {{\n{variants}"));
    text.push_str("    /// A variant that is not listed, as the service sent it. A later version may list it.\n");
    text.push_str("    Unknown(Json),\n}\n\n");
    let separator = match records.is_empty() || others.is_empty() {
        true => "",
        false => "} or {\n",
    };
    text + &format!("open_union!({name} by {discriminator} {{\n{records}{separator}{others}}});\n")
}

/// Returns literals of words after a prefix, or nothing if there are none.
fn literals(prefix: &str, words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    if words.is_empty() { String::new() } else { format!("{prefix}{}", words.join(" | ")) }
}

/// Returns the Rust type of an alternative, or of the items of one.
fn type_name(api: &Api, ty: &Ty) -> String {
    values::plain(api, ty).to_string().replace(' ', "")
}

/// Returns the description of a variant: that of its type, its own, or that of its kind.
fn variant_docs(api: &Api, alternative: &Alternative) -> String {
    let named = match alternative.ty {
        Ty::Named(id) => api.types.get(id.0),
        _ => None,
    };
    match (named, alternative.docs.as_str()) {
        (Some(ty), _) => docs::first_sentence(&ty.docs),
        (None, "") => sentence(api, alternative),
        (None, own) => docs::first_sentence(own),
    }
}

/// Returns a description of the values of an alternative: `A string.`
fn sentence(api: &Api, alternative: &Alternative) -> String {
    noun_phrase(match &alternative.ty {
        Ty::Map(_) => "map",
        ty => api.json_kind(ty).map_or("value", JsonKind::name),
    })
}

/// Returns how `open_union!` names the kind of an alternative, with what converts to its type: a string slice, or the items
/// of a list.
fn kind(api: &Api, alternative: &Alternative) -> String {
    let kind = match (api.json_kind(&alternative.ty), &alternative.ty) {
        (_, Ty::List(items)) => return format!("list of {}", type_name(api, items)),
        (Some(JsonKind::Boolean), _) => "boolean",
        (Some(JsonKind::Number), _) => "number",
        (Some(JsonKind::Object), _) => "map",
        (_, ty) if is_from_str(api, ty) => "string from str",
        _ => "string",
    };
    kind.to_owned()
}

fn is_from_str(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::Scalar(ScalarType::String) | Ty::Id(_) => true,
        Ty::Named(id) => matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_))),
        _ => false,
    }
}
