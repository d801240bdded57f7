//! Lowers the resolved document to [`crate::ir`].
//!
//! Failed lookups are ignored here because `lint` and `resolve` have already reported them.

mod alternative_names;
mod alternatives;
mod body;
mod bulk;
mod constraints;
mod encoding;
mod equal_tags;
mod files;
mod headers;
mod limits;
mod long_running;
mod metadata;
mod operation;
mod parameter;
mod read_files;
mod record;
mod response;
mod root;
mod schema;
mod text;
mod union;
mod unreached;
mod unsupported;

use std::collections::{BTreeMap, BTreeSet};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::ir::{Api, Group, ModulePath, Name, Type, TypeId};
use crate::load::Part;
use crate::load::extension::GroupExtension;
use crate::location::{FileId, Origin};
use crate::spec::{Document, Operation};

/// Lowers the document.
pub fn api(ctx: &mut Context, document: &Document) -> Result<Api, Diagnostics> {
    let api = root::lower_root(ctx, document);
    let mut lowering = Lowering {
        ctx,
        document,
        api,
        named: BTreeMap::new(),
        complete: BTreeSet::new(),
        incomplete: BTreeMap::new(),
        integers: BTreeMap::new(),
        undistinguished: BTreeMap::new(),
        expanding: Vec::new(),
        unsupported: BTreeSet::new(),
        depth: 0,
        modules: BTreeMap::new(),
        error_responses: BTreeSet::new(),
    };
    lowering.lower_groups();
    alternatives::complete_unions(&mut lowering);
    let sent = files::check_files(&mut lowering);
    read_files::check_read_files(&mut lowering, &sent);
    long_running::lower_long_running(&mut lowering);
    lowering.record_unreached();
    Ok(lowering.api)
}

/// Reports a description of others without operations. A crate without any is of no use.
pub fn check_operations(ctx: &mut Context, document: &Document, api: &Api) {
    let has_errors = ctx.diagnostics().iter().any(|d| d.severity == Severity::Error);
    if ctx.dialect.is_foreign && api.groups.is_empty() && !has_errors {
        let origin = Origin::root(document.root.file).child("paths");
        report_unsupported(ctx, &origin, "description without operations", "add an operation");
    }
}

/// The number of schemas that may contain each other, one in the other. It bounds the recursion.
const MAX_DEPTH: usize = 1_000;

/// The state of the pass.
struct Lowering<'a> {
    ctx: &'a mut Context,
    document: &'a Document,
    api: Api,
    /// The types of component schemas.
    named: BTreeMap<Origin, TypeId>,
    /// The types whose definition is complete.
    complete: BTreeSet<TypeId>,
    /// The types of the schemas without a name that are being lowered.
    incomplete: BTreeMap<Origin, TypeId>,
    /// The values of members that list integers, by the location of the property.
    integers: BTreeMap<Origin, Vec<String>>,
    /// The names and the locations of the alternatives that nothing distinguishes from others.
    undistinguished: BTreeMap<String, Origin>,
    /// The components without own type that are being lowered, outermost first.
    expanding: Vec<Origin>,
    /// The schemas whose keywords are not supported together.
    unsupported: BTreeSet<Origin>,
    /// The number of schemas that contain the one that is being lowered.
    depth: usize,
    /// The module for the types of each file.
    modules: BTreeMap<FileId, ModulePath>,
    /// The responses whose content is not lowered, because the runtime reads all errors alike.
    error_responses: BTreeSet<Origin>,
}

impl<'a> Lowering<'a> {
    fn lower_groups(&mut self) {
        let parts = &self.document.parts;
        for part in parts {
            let module = match &part.group {
                Some(_) => ModulePath::Group(
                    self.modules
                        .values()
                        .filter(|module| matches!(module, ModulePath::Group(_)))
                        .count(),
                ),
                None => ModulePath::Shared,
            };
            self.modules.insert(part.file, module);
        }
        self.lower_references();
        for part in parts {
            self.lower_components(part);
        }
        for part in parts {
            self.lower_group(part);
        }
    }

    /// Lowers the component schemas of a file before its operations, so that types are in document order.
    fn lower_components(&mut self, part: &Part) {
        for schema in self.document.component_schemas(part) {
            if schema.reference().is_some() {
                self.record_plain(&schema);
            }
            self.component_type(&schema.resolved());
        }
    }

    fn lower_group(&mut self, part: &Part) {
        let operations = self.document.valid_operations(part);
        if let Some(extension) = &part.group {
            let origin = Origin::root(part.file).child("x-group");
            self.add_group(part, extension, origin, operations.iter());
        }
        let group_of = |operation: &Operation<'a>| operation.value()?.tag_group.as_ref();
        for (name, group) in &part.tag_groups {
            let members = operations.iter().filter(|operation| group_of(operation) == Some(name));
            self.add_group(part, &group.extension, group.origin.clone(), members);
        }
    }

    /// Adds a group.
    fn add_group<'o>(
        &mut self,
        part: &Part,
        extension: &GroupExtension,
        origin: Origin,
        members: impl Iterator<Item = &'o Operation<'a>>,
    ) where
        'a: 'o,
    {
        let index = self.api.groups.len();
        self.api.groups.push(Group {
            name: Name::new(&extension.name),
            title: extension.title.clone(),
            docs: text::clean(&extension.description),
            aliases: extension.aliases.clone(),
            file: self.ctx.sources.path(part.file).to_owned(),
            operations: Vec::new(),
            uses: Vec::new(),
            origin,
        });
        for operation in members {
            let operations = self.lower_operation(operation, index);
            if let Some(group) = self.api.groups.get_mut(index) {
                group.operations.extend(operations);
            }
        }
    }

    /// Returns the module for the types of a file.
    fn module_of(&self, file: FileId) -> ModulePath {
        self.modules.get(&file).copied().unwrap_or(ModulePath::Shared)
    }

    /// Runs a step for a schema in another one. Reports a schema that is in too many others, and returns `None`.
    fn nested<T>(&mut self, origin: &Origin, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            let construct =
                format!("schemas that contain each other in more than {MAX_DEPTH} levels");
            self.report_unsupported(origin, &construct, "make a schema free-form with `{}`");
            return None;
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        Some(result)
    }

    /// Reports an unsupported construct.
    fn report_unsupported(&mut self, origin: &Origin, construct: &str, help: &str) {
        report_unsupported(self.ctx, origin, construct, help);
    }

    /// Adds a type and returns its id.
    fn add_type(&mut self, ty: Type) -> TypeId {
        self.api.types.push(ty);
        TypeId(self.api.types.len() - 1)
    }
}

fn report_unsupported(ctx: &mut Context, origin: &Origin, construct: &str, help: &str) {
    let message = format!("unsupported construct: {construct}");
    ctx.report(Diagnostic::new(Code::Unsupported, origin, message).help(help));
}
