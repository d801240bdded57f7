//! The components that operations refer to.

use std::collections::BTreeSet;

use crate::load::{ValueSchema, objects};
use crate::location::Origin;
use crate::resolve::{ComponentRef, Section, for_each_ref, resolve_ref};
use crate::source::{Node, Sources};

/// The components that operations refer to, directly or through other components.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Those of the responses to errors.
    errors: BTreeSet<ComponentRef>,
    /// Those of everything else.
    others: BTreeSet<ComponentRef>,
    /// The parts of each `allOf`.
    inherited: BTreeSet<ComponentRef>,
    /// The locations of the responses to errors.
    responses: BTreeSet<Origin>,
}

impl Reach {
    /// Follows the references of all operations.
    pub(super) fn new(sources: &Sources) -> Self {
        let mut reach = Self { responses: error_responses(sources), ..Self::default() };
        let (mut errors, mut others) = (Vec::new(), Vec::new());
        for (file, _) in sources.iter() {
            let Some(tree) = sources.tree(file) else { continue };
            let root = Origin::root(file);
            for_each_ref(&root, &tree, ValueSchema::Object(&objects::ROOT), &mut |reference| {
                let Some(target) = resolve_ref(sources, file, &reference.text) else { return };
                let pointer = &reference.origin.pointer;
                if pointer.split('/').rev().nth(2) == Some("allOf") {
                    reach.inherited.insert(target.clone());
                }
                if reach.is_in_error(&reference.origin) {
                    errors.push(target);
                } else if pointer.starts_with("/paths/") {
                    others.push(target);
                }
            });
        }
        reach.errors = closure(sources, errors);
        reach.others = closure(sources, others);
        reach
    }

    /// Returns `true` if a location is that of a response to an error, or inside of one.
    pub(super) fn is_in_error(&self, origin: &Origin) -> bool {
        /// The slash after `/paths/PATH/METHOD/responses/STATUS`.
        const END: usize = 5;
        let end = origin.pointer.match_indices('/').nth(END).map(|(at, _)| at);
        let response = origin.pointer.get(..end.unwrap_or(origin.pointer.len()));
        let pointer = response.unwrap_or_default().to_owned();
        self.responses.contains(&Origin { file: origin.file, pointer })
    }

    /// Returns `true` if the schema at `origin` is used for errors only.
    pub(super) fn is_error(&self, origin: &Origin) -> bool {
        let own = component_of(origin);
        own.is_some_and(|own| self.errors.contains(&own) && !self.others.contains(&own))
    }

    /// Returns `true` if no operation uses the schema at `origin`.
    pub(super) fn is_unused(&self, origin: &Origin) -> bool {
        let own = component_of(origin);
        own.is_some_and(|own| !self.errors.contains(&own) && !self.others.contains(&own))
    }

    /// Returns `true` if the schema at `origin` is a part of other schemas.
    pub(super) fn is_inherited(&self, origin: &Origin) -> bool {
        component_of(origin).is_some_and(|own| self.inherited.contains(&own))
    }
}

/// Returns the locations of the responses to errors: those with such a status, and `default` next to one for success.
fn error_responses(sources: &Sources) -> BTreeSet<Origin> {
    let mut found = BTreeSet::new();
    for (file, source) in sources.iter() {
        let paths = Origin::root(file).child("paths");
        for (path, item) in members(source.tree.as_deref().and_then(|tree| tree.get("paths"))) {
            for (method, operation) in members(Some(item)) {
                let at = paths.child(path).child(method).child("responses");
                let statuses: Vec<&str> =
                    members(operation.get("responses")).map(|(status, _)| status).collect();
                let has_success = statuses.iter().any(|status| status.starts_with(['2', '3']));
                let is_error = |status: &&str| match *status {
                    "default" => has_success,
                    status => status.starts_with(['4', '5']),
                };
                found.extend(statuses.into_iter().filter(is_error).map(|status| at.child(status)));
            }
        }
    }
    found
}

/// Returns the members of a mapping.
fn members(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let members = node.and_then(Node::as_map).into_iter().flatten();
    members.map(|(name, member)| (name.as_str(), &member.node))
}

/// Returns the component schema that contains a location.
fn component_of(origin: &Origin) -> Option<ComponentRef> {
    let rest = origin.pointer.strip_prefix("/components/schemas/")?;
    let name = rest.split('/').next()?.replace("~1", "/").replace("~0", "~");
    Some(ComponentRef { file: origin.file, section: Section::Schemas, name })
}

/// Returns the components and those that they refer to.
fn closure(sources: &Sources, mut open: Vec<ComponentRef>) -> BTreeSet<ComponentRef> {
    let mut found = BTreeSet::new();
    while let Some(next) = open.pop() {
        if !found.insert(next.clone()) {
            continue;
        }
        let field = objects::field(&objects::COMPONENTS, next.section.key());
        let origin = next.origin();
        let node: Option<&Node> = sources.node(&origin);
        if let (Some(ValueSchema::Map(schema)), Some(node)) =
            (field.map(|field| field.schema), node)
        {
            for_each_ref(&origin, node, *schema, &mut |reference| {
                open.extend(resolve_ref(sources, next.file, &reference.text));
            });
        }
    }
    found
}
