//! The description as it was loaded: typed, not yet resolved, file by file.

use indexmap::IndexMap;
use openapiv3::{Components, Operation, Parameter, ReferenceOr, SecurityScheme, Server};

use crate::load::extension::{GroupExtension, RootExtensions};
use crate::location::{FileId, Origin};

/// The whole description.
#[derive(Debug)]
pub struct Document {
    /// What the root file says.
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
    /// What the API is.
    pub description: Option<String>,
    /// The version of the API.
    pub version: String,
    /// The servers; the first is the default.
    pub servers: Vec<Server>,
    /// The names of the security schemes that operations take by default.
    pub security: Vec<String>,
    /// The security schemes by name.
    pub schemes: IndexMap<String, SecurityScheme>,
    /// Our own facts.
    pub extensions: RootExtensions,
}

/// A file that the root lists, or the root itself when it holds operations.
#[derive(Debug)]
pub struct Part {
    /// The file.
    pub file: FileId,
    /// The group whose operations the file holds; shared files have none.
    pub group: Option<GroupExtension>,
    /// The operations, in document order.
    pub operations: Vec<OperationNode>,
    /// Schemas, parameters, responses and request bodies by name.
    pub components: Components,
    /// The id types that the file declares, with their descriptions.
    pub ids: IndexMap<String, String>,
}

/// An operation with its place.
#[derive(Debug)]
pub struct OperationNode {
    /// The operation object.
    pub origin: Origin,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Parameters that the path item declares for all its operations, with their places.
    pub path_parameters: Vec<(Origin, ReferenceOr<Parameter>)>,
    /// The operation itself.
    pub operation: Operation,
}
