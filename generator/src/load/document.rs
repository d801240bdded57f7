//! The loaded document: typed, unresolved, file by file.

use indexmap::IndexMap;
use openapiv3::{
    Components, Operation, Parameter, ReferenceOr, SecurityRequirement, SecurityScheme, Server,
};

use crate::load::extension::{GroupExtension, ReferenceExtension, RootExtensions};
use crate::location::{FileId, Origin};

/// The document.
#[derive(Debug)]
pub struct Document {
    /// The root file.
    pub root: Root,
    /// The files that the root lists, in that order.
    pub parts: Vec<Part>,
}

/// The root file.
#[derive(Debug)]
pub struct Root {
    /// The file.
    pub file: FileId,
    /// The title of the API.
    pub title: String,
    /// The description of the API.
    pub description: Option<String>,
    /// The version of the API.
    pub version: String,
    /// The servers; the first is the default.
    pub servers: Vec<Server>,
    /// The default security: alternatives, each with its scopes by security scheme.
    pub security: Vec<SecurityRequirement>,
    /// The security schemes by name.
    pub schemes: IndexMap<String, SecurityScheme>,
    /// The extension keys.
    pub extensions: RootExtensions,
}

/// A file with operations or components.
#[derive(Debug)]
pub struct Part {
    /// The file.
    pub file: FileId,
    /// The group of the operations; `None` for shared files, and for files with groups by tag.
    pub group: Option<GroupExtension>,
    /// The groups of the operations by name, in a file that declares none.
    pub tag_groups: IndexMap<String, TagGroup>,
    /// The operations, in document order.
    pub operations: Vec<OperationNode>,
    /// The components by name.
    pub components: Components,
    /// The id types and their descriptions.
    pub ids: IndexMap<String, String>,
    /// The references by the name of their type.
    pub references: IndexMap<String, ReferenceExtension>,
}

impl Part {
    /// Returns `true` if the file declares no operations, components and ids.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
            && self.ids.is_empty()
            && self.components == Components::default()
    }
}

/// A group of the operations with a tag.
#[derive(Debug)]
pub struct TagGroup {
    /// The group.
    pub extension: GroupExtension,
    /// The location of the tag.
    pub origin: Origin,
}

/// An operation and its location.
#[derive(Debug)]
pub struct OperationNode {
    /// The location.
    pub origin: Origin,
    /// The name of its group, in a file with groups by tag.
    pub tag_group: Option<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The parameters of the path item with their locations.
    pub path_parameters: Vec<(Origin, ReferenceOr<Parameter>)>,
    /// The operation object.
    pub operation: Operation,
}

impl OperationNode {
    /// Returns the parameter that the path item declares at `origin`.
    pub fn path_parameter(&self, origin: &Origin) -> Option<&ReferenceOr<Parameter>> {
        self.path_parameters.iter().find(|(own, _)| own == origin).map(|(_, parameter)| parameter)
    }
}
