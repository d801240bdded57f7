//! Attributes of a crate that depend on the API: lints about unusual letters, and the recursion limit.

use std::collections::BTreeSet;

use crate::ir::{Api, Content, Kind, Ty, TypeId};

/// The lints about identifiers with letters that are not ASCII. Names follow the description.
const UNICODE: &str = "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n\
    #![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]\n";

/// Returns the attributes of a crate with these files.
pub fn render<'a>(api: &Api, files: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = recursion_limit(api).map(|limit| format!("#![recursion_limit = \"{limit}\"]\n"));
    if files.into_iter().any(has_unicode_names) {
        text.get_or_insert_default().push_str(UNICODE);
    }
    text.unwrap_or_default()
}

/// Returns `true` if code has letters that are not ASCII outside of comments and strings.
fn has_unicode_names(code: &str) -> bool {
    let lines = code.lines().filter(|line| !line.is_ascii());
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').step_by(2)).any(|code| !code.is_ascii())
}

/// The recursion limit of the compiler, without those levels that are not due to the models.
const DEFAULT_LIMIT: usize = 128 - 32;

/// Returns the recursion limit that the compiler needs to check that the models can be sent to another thread; `None` if
/// the default suffices.
pub fn recursion_limit(api: &Api) -> Option<usize> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let roots = operations.flat_map(|operation| {
        let item = operation.paged.as_ref().and_then(|paged| named(&paged.item));
        let response = operation.response.types().into_iter().filter_map(named);
        let body = match operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Record(id)) => Some((*id, 1)),
            Some(Content::List(ty)) => named(ty),
            _ => None,
        };
        item.into_iter().chain(response).chain(body).map(|(id, _)| id)
    });
    let roots: BTreeSet<TypeId> = roots.collect();
    let depth = roots.into_iter().map(|root| depth(api, root)).max().unwrap_or_default();
    (depth > DEFAULT_LIMIT).then(|| (depth + 128).next_power_of_two())
}

/// Returns the levels of types in the order in which the compiler visits them, each once.
fn depth(api: &Api, root: TypeId) -> usize {
    let mut seen = BTreeSet::from([root]);
    let mut open = vec![(inner_types(api, root), 1)];
    let mut deepest = 1;
    while let Some((inner, level)) = open.last_mut() {
        let level = *level;
        match inner.pop() {
            None => {
                open.pop();
            }
            Some((id, levels)) if seen.insert(id) => {
                deepest = deepest.max(level + levels);
                open.push((inner_types(api, id), level + levels));
            }
            Some(_) => {}
        }
    }
    deepest
}

/// Returns the types in a type, the last one first, each with the number of levels between them.
fn inner_types(api: &Api, id: TypeId) -> Vec<(TypeId, usize)> {
    let inner: Vec<(TypeId, usize)> = match api.types.get(id.0).map(|ty| &ty.kind) {
        Some(Kind::Record(record)) => {
            record.fields.iter().filter_map(|field| named(&field.ty)).collect()
        }
        Some(Kind::Union(union)) => {
            let alternatives = union.alternatives.iter().filter_map(|own| named(&own.ty));
            alternatives.map(|(id, levels)| (id, levels + BOX)).collect()
        }
        Some(Kind::Enum(_)) | None => Vec::new(),
    };
    inner.into_iter().rev().collect()
}

/// The levels of a box, which has a pointer with a marker.
const BOX: usize = 6;

/// The levels of a list or a map.
const COLLECTION: usize = 8;

/// Returns the named type in a field with the number of levels of the types around it.
fn named(ty: &Ty) -> Option<(TypeId, usize)> {
    let mut levels = 2;
    let mut ty = ty;
    while let Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) = ty {
        levels += COLLECTION;
        ty = inner;
    }
    match ty {
        Ty::Named(id) => Some((*id, levels)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::has_unicode_names;

    #[test]
    fn only_names_count() {
        assert!(has_unicode_names("pub struct Größe {"));
        assert!(!has_unicode_names("    /// Größe\nlet a = \"Größe\";"));
    }
}
