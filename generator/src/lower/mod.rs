//! From the resolved description to [`crate::ir`]: what it means, without a thought about Rust.
//!
//! The lint pass has made sure that every name that is referred to exists; what is looked up in vain
//! here has been reported there.

mod answer;
mod body;
mod client;
mod form;
mod limits;
mod media;
mod operation;
mod parameter;
mod record;
mod rules;
mod said;
mod schema;
mod text;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Group, Home, Name, Type, TypeId};
use crate::load::Part;
use crate::location::{FileId, Origin};
use crate::resolve::Resolved;

/// Lowers the whole description.
pub fn api(ctx: &mut Context, resolved: &Resolved) -> Result<Api, Diagnostics> {
    let api = client::facts(ctx, resolved);
    let mut lowering = Lowering {
        ctx,
        resolved,
        api,
        named: BTreeMap::new(),
        filled: BTreeSet::new(),
        open: Vec::new(),
        homes: BTreeMap::new(),
    };
    lowering.groups();
    union::complete(&mut lowering);
    client::plans(&mut lowering);
    let Lowering { ctx, api, .. } = lowering;
    ctx.finish(api)
}

/// The state of the pass.
struct Lowering<'a> {
    ctx: &'a mut Context,
    resolved: &'a Resolved,
    api: Api,
    /// The types made from component schemas so far, by file and component name.
    named: BTreeMap<(FileId, String), TypeId>,
    /// The types that are complete.
    filled: BTreeSet<TypeId>,
    /// The components without a type of their own that are being lowered, outermost first.
    open: Vec<Origin>,
    /// Where the types of a file live.
    homes: BTreeMap<FileId, Home>,
}

impl Lowering<'_> {
    fn groups(&mut self) {
        let resolved = self.resolved;
        let parts = &resolved.document.parts;
        for part in parts {
            let home = match &part.group {
                Some(_) => Home::Group(
                    self.homes.values().filter(|home| matches!(home, Home::Group(_))).count(),
                ),
                None => Home::Shared,
            };
            self.homes.insert(part.file, home);
        }
        for part in parts {
            self.components(part);
        }
        for part in parts {
            self.group(part);
        }
    }

    /// Lowers the component schemas of a file first, so that types stand in document order.
    fn components(&mut self, part: &Part) {
        let schemas = Origin::root(part.file).child("components").child("schemas");
        for name in part.components.schemas.keys() {
            self.component(part.file, name, &schemas.child(name));
        }
    }

    fn group(&mut self, part: &Part) {
        let origin = Origin::root(part.file);
        let Some(facts) = &part.group else { return };
        let index = self.api.groups.len();
        self.api.groups.push(Group {
            name: Name::new(&facts.name),
            title: facts.title.clone(),
            docs: text::clean(&facts.description),
            aliases: facts.aliases.clone(),
            file: self.ctx.sources.path(part.file).to_owned(),
            operations: Vec::new(),
            uses: Vec::new(),
            origin: origin.child("x-group"),
        });
        for node in &part.operations {
            let operations = self.operation(node, index);
            if let Some(group) = self.api.groups.get_mut(index) {
                group.operations.extend(operations);
            }
        }
    }

    fn home(&self, file: FileId) -> Home {
        self.homes.get(&file).copied().unwrap_or(Home::Shared)
    }

    /// Reports a construct that the generator knows and does not support.
    fn unsupported(&mut self, origin: &Origin, what: &str, help: &str) {
        let message = format!("{what} is not supported");
        self.ctx.report(Diagnostic::new(Code::Unsupported, origin, message).help(help));
    }

    /// Adds a type and answers its id.
    fn add(&mut self, ty: Type) -> TypeId {
        self.api.types.push(ty);
        TypeId(self.api.types.len() - 1)
    }
}
