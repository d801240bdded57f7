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
    let inner: Vec<_> = api.types.iter().map(|ty| inner_types(&ty.kind)).collect();
    let depth = roots.into_iter().map(|root| depth(&inner, root)).max().unwrap_or_default();
    (depth > DEFAULT_LIMIT).then(|| (depth + 128).next_power_of_two())
}

/// Returns the levels of types in the order in which the compiler visits them, each once. `inner` has the types in each
/// type.
fn depth(inner: &[Vec<(TypeId, usize)>], root: TypeId) -> usize {
    let of = |id: TypeId| inner.get(id.0).map(Vec::as_slice).unwrap_or_default().iter();
    let mut is_seen = vec![false; inner.len()];
    let mut open = vec![(of(root), 1)];
    let mut deepest = 1;
    if let Some(is_seen) = is_seen.get_mut(root.0) {
        *is_seen = true;
    }
    while let Some((rest, level)) = open.last_mut() {
        let level = *level;
        let Some((id, levels)) = rest.next() else {
            open.pop();
            continue;
        };
        if let Some(is_seen) = is_seen.get_mut(id.0).filter(|is_seen| !**is_seen) {
            *is_seen = true;
            deepest = deepest.max(level + levels);
            open.push((of(*id), level + levels));
        }
    }
    deepest
}

/// Returns the types in a type, each with the number of levels between them.
fn inner_types(kind: &Kind) -> Vec<(TypeId, usize)> {
    match kind {
        Kind::Record(record) => record.fields.iter().filter_map(|field| named(&field.ty)).collect(),
        Kind::Union(union) => {
            let alternatives = union.alternatives.iter().filter_map(|own| named(&own.ty));
            alternatives.map(|(id, levels)| (id, levels + BOX)).collect()
        }
        Kind::Enum(_) => Vec::new(),
    }
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
