//! Parsing of references.

use crate::location::{FileId, Origin, escape, unescape};
use crate::source::{Sources, join};

/// A kind of component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are self-explanatory")]
pub enum Section {
    Schemas,
    Parameters,
    Responses,
    RequestBodies,
    Headers,
    Examples,
}

impl Section {
    /// All kinds.
    pub const ALL: [Section; 6] = [
        Section::Schemas,
        Section::Parameters,
        Section::Responses,
        Section::RequestBodies,
        Section::Headers,
        Section::Examples,
    ];

    /// Returns the key below `components`.
    pub fn key(self) -> &'static str {
        match self {
            Section::Schemas => "schemas",
            Section::Parameters => "parameters",
            Section::Responses => "responses",
            Section::RequestBodies => "requestBodies",
            Section::Headers => "headers",
            Section::Examples => "examples",
        }
    }

    /// Returns the name of the kind in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Section::Schemas => "schema",
            Section::Parameters => "parameter",
            Section::Responses => "response",
            Section::RequestBodies => "request body",
            Section::Headers => "header",
            Section::Examples => "example",
        }
    }

    /// Returns the kind with this key.
    pub fn from_key(key: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.key() == key)
    }
}

/// A component, identified by its file, kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComponentRef {
    /// The file.
    pub file: FileId,
    /// The kind.
    pub section: Section,
    /// The name.
    pub name: String,
}

impl ComponentRef {
    /// Returns the location of the component.
    pub fn origin(&self) -> Origin {
        Origin::root(self.file).child("components").child(self.section.key()).child(&self.name)
    }

    /// Returns the component that contains a location.
    pub fn containing(origin: &Origin) -> Option<ComponentRef> {
        let mut segments = origin.pointer.strip_prefix("/components/")?.split('/');
        let (section, name) = (Section::from_key(segments.next()?)?, segments.next()?);
        let name = unescape(name).into_owned();
        Some(ComponentRef { file: origin.file, section, name })
    }

    /// Returns the reference to the component as written in its own file.
    pub fn to_local_ref(&self) -> String {
        let name = escape(&self.name);
        format!("#/components/{}/{name}", self.section.key())
    }
}

/// A `$ref` somewhere in the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The location of the `$ref` key.
    pub origin: Origin,
    /// The expected kind of component.
    pub expected: Section,
    /// The value of `$ref`.
    pub text: String,
    /// The member of `responses` that contains the reference.
    pub response: Option<Origin>,
    /// `true` for an item of an `allOf`.
    pub is_part: bool,
}

/// The reason why a reference is malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefError {
    /// It is a URL.
    Remote,
    /// It has no `#`.
    NoPointer,
    /// No file of the spec has this path.
    NoFile(String),
    /// The pointer is not that of a component.
    NotAComponent,
}

/// Parses a reference in the file `from`. The component need not exist.
pub fn parse_ref(sources: &Sources, from: FileId, text: &str) -> Result<ComponentRef, RefError> {
    if text.contains("://") {
        return Err(RefError::Remote);
    }
    let (path, pointer) = text.split_once('#').ok_or(RefError::NoPointer)?;
    let file = match path {
        "" => from,
        path => {
            let path = join(sources.path(from), path);
            sources.find(&path).ok_or(RefError::NoFile(path))?
        }
    };
    let mut segments = pointer.split('/');
    let is_component = (segments.next(), segments.next()) == (Some(""), Some("components"));
    let section = segments.next().and_then(Section::from_key);
    match (is_component, section, segments.next(), segments.next()) {
        (true, Some(section), Some(name), None) if !name.is_empty() => {
            let name = unescape(name).into_owned();
            Ok(ComponentRef { file, section, name })
        }
        _ => Err(RefError::NotAComponent),
    }
}

/// Returns the reference to `target` as written in the file `from`.
pub fn format_ref(sources: &Sources, from: FileId, target: &ComponentRef) -> String {
    let path = if from == target.file {
        String::new()
    } else {
        let up = sources.path(from).matches('/').count();
        format!("{}{}", "../".repeat(up), sources.path(target.file))
    };
    format!("{path}{}", target.to_local_ref())
}
