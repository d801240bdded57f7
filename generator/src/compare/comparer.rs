//! The state of a comparison.

use std::collections::BTreeSet;

use super::change::{Cause, Direction, SpecChange};
use super::rule::Rule;
use crate::ir::{Api, Kind, Name, Ty, Type, TypeId};
use crate::location::Origin;

/// Compares two APIs and collects the changes.
pub(super) struct Comparer<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) changes: Vec<SpecChange>,
    /// The pairs of types that are compared. Recursive types end here.
    pub(super) visited: BTreeSet<(TypeId, TypeId)>,
}

/// An element of both APIs.
#[derive(Clone, Debug)]
pub(super) struct ComparedElement<'a> {
    /// The name of the element.
    pub(super) subject: String,
    /// Whether its value is sent or received.
    pub(super) direction: Direction,
    /// The location in the old spec.
    pub(super) old: Option<&'a Origin>,
    /// The location in the new spec.
    pub(super) new: Option<&'a Origin>,
    /// The paths of the items that are generated from it.
    pub(super) paths: Vec<String>,
}

impl<'a> ComparedElement<'a> {
    /// Creates an element without a value.
    pub(super) fn new(
        subject: impl Into<String>,
        old: Option<&'a Origin>,
        new: Option<&'a Origin>,
        paths: Vec<String>,
    ) -> Self {
        Self { subject: subject.into(), direction: Direction::REQUEST, old, new, paths }
    }

    /// Sets the direction of the value.
    pub(super) fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }
}

impl Comparer<'_> {
    /// Adds a change of the wire.
    pub(super) fn add(
        &mut self,
        rule: Rule,
        element: &ComparedElement<'_>,
        detail: impl Into<String>,
    ) {
        self.add_with(rule, Cause::Spec, element, detail.into(), Vec::new());
    }

    /// Adds a change of the wire, and the types of a value that is added or removed with it.
    pub(super) fn add_value(
        &mut self,
        rule: Rule,
        element: &ComparedElement<'_>,
        detail: impl Into<String>,
        values: &[(&Api, &Ty)],
    ) {
        let mut types = Vec::new();
        values.iter().for_each(|(api, ty)| reachable(api, ty, &mut types));
        self.add_with(rule, Cause::Spec, element, detail.into(), types);
    }

    /// Adds a change without an effect on the wire.
    pub(super) fn add_naming(
        &mut self,
        rule: Rule,
        element: &ComparedElement<'_>,
        detail: impl Into<String>,
    ) {
        self.add_with(rule, Cause::Naming, element, detail.into(), Vec::new());
    }

    /// Adds a change unless the same one was found before, at another use of the element.
    fn add_with(
        &mut self,
        rule: Rule,
        cause: Cause,
        element: &ComparedElement<'_>,
        detail: String,
        types: Vec<String>,
    ) {
        let change = SpecChange {
            rule,
            subject: element.subject.clone(),
            detail,
            cause,
            old: element.old.cloned(),
            new: element.new.cloned(),
            items: Vec::new(),
            approval: None,
            paths: element.paths.clone(),
            types,
        };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// Adds a change of an identifier that is not caused by another wire name.
    pub(super) fn compare_names(&mut self, old: &Name, new: &Name, element: &ComparedElement<'_>) {
        if old.ident != new.ident {
            let detail = format!("`{}` → `{}`", old.plain(), new.plain());
            self.add_naming(Rule::NameChanged, element, detail);
        }
    }

    /// Adds a change of the redaction of a value.
    pub(super) fn compare_sensitivity(
        &mut self,
        old: bool,
        new: bool,
        element: &ComparedElement<'_>,
    ) {
        if old != new {
            let detail = if new { "sensitive" } else { "not sensitive any more" };
            self.add_naming(Rule::RustTypeChanged, element, detail);
        }
    }

    /// Adds a change of deprecation.
    pub(super) fn compare_deprecation(
        &mut self,
        old: bool,
        new: bool,
        element: &ComparedElement<'_>,
    ) {
        if old != new {
            let detail = if new { "deprecated" } else { "not deprecated any more" };
            self.add(Rule::DeprecationChanged, element, detail);
        }
    }
}

/// Returns the path of a type.
pub(super) fn type_path(api: &Api, ty: &Type) -> String {
    format!("{}::{}", api.module_name(ty.module), ty.name.ident)
}

/// Returns the name of a type in messages: that of its schema, or of the type if the schema has no name.
pub(super) fn type_subject(ty: &Type) -> String {
    let words = &ty.name.words;
    if words.contains(' ') { ty.name.ident.clone() } else { words.clone() }
}

/// Adds the paths of the types that a value consists of.
fn reachable(api: &Api, ty: &Ty, found: &mut Vec<String>) {
    match ty {
        Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => reachable(api, inner, found),
        Ty::Id(id) => {
            found.extend(api.ids.get(*id).map(|id| format!("ids::{}", id.name.ident)));
        }
        Ty::Named(id) => {
            let Some(named) = api.types.get(id.0) else { return };
            let path = type_path(api, named);
            if found.contains(&path) {
                return;
            }
            found.push(path);
            for field in api.fields_of(*id) {
                reachable(api, &field.ty, found);
            }
            if let Kind::Union(union) = &named.kind {
                for alternative in &union.alternatives {
                    reachable(api, &alternative.ty, found);
                }
            }
        }
        _ => {}
    }
}
