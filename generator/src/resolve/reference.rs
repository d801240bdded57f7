//! What a `$ref` says.

use crate::location::{FileId, Origin};
use crate::source::Sources;

/// A kind of component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Section {
    Schemas,
    Parameters,
    Responses,
    RequestBodies,
    Headers,
    Examples,
}

impl Section {
    /// All of them.
    pub const ALL: [Section; 6] = [
        Section::Schemas,
        Section::Parameters,
        Section::Responses,
        Section::RequestBodies,
        Section::Headers,
        Section::Examples,
    ];

    /// The key below `components`.
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

    /// What one of them is called in a message.
    pub fn noun(self) -> &'static str {
        match self {
            Section::Schemas => "schema",
            Section::Parameters => "parameter",
            Section::Responses => "answer",
            Section::RequestBodies => "request body",
            Section::Headers => "header",
            Section::Examples => "example",
        }
    }

    /// The section with this key.
    pub fn of(key: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.key() == key)
    }
}

/// Where a component stands.
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
    /// The component as a node.
    pub fn origin(&self) -> Origin {
        Origin::root(self.file).child("components").child(self.section.key()).child(&self.name)
    }
}

/// A `$ref` somewhere in the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The `$ref` key itself.
    pub origin: Origin,
    /// What its place asks for.
    pub wanted: Section,
    /// Its text.
    pub text: String,
}

/// Why a reference cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is an address on the web.
    Remote,
    /// There is no `#/` in it.
    NoPointer,
    /// No file of the spec has this path.
    NoFile(String),
    /// It does not lead to a component.
    NotAComponent,
}

/// Takes a reference apart. Whether the component exists is another question.
pub fn parse_ref(sources: &Sources, from: FileId, text: &str) -> Result<ComponentRef, Broken> {
    if text.contains("://") {
        return Err(Broken::Remote);
    }
    let (path, pointer) = text.split_once('#').ok_or(Broken::NoPointer)?;
    let file = match path {
        "" => from,
        path => {
            let path = join(sources.path(from), path);
            sources.find(&path).ok_or(Broken::NoFile(path))?
        }
    };
    let mut steps = pointer.split('/');
    let known = (steps.next(), steps.next()) == (Some(""), Some("components"));
    let section = steps.next().and_then(Section::of);
    match (known, section, steps.next(), steps.next()) {
        (true, Some(section), Some(name), None) if !name.is_empty() => {
            let name = name.replace("~1", "/").replace("~0", "~");
            Ok(ComponentRef { file, section, name })
        }
        _ => Err(Broken::NotAComponent),
    }
}

/// The path of `to` as seen from the file `from`, both below the spec folder.
fn join(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// How the file `from` refers to `place`.
pub fn format_ref(sources: &Sources, from: FileId, place: &ComponentRef) -> String {
    let path = if from == place.file {
        String::new()
    } else {
        let up = sources.path(from).matches('/').count();
        format!("{}{}", "../".repeat(up), sources.path(place.file))
    };
    let name = place.name.replace('~', "~0").replace('/', "~1");
    format!("{path}#/components/{}/{name}", place.section.key())
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(join("groups/a.yaml", "../shared/b.yaml"), "shared/b.yaml");
        assert_eq!(join("groups/a.yaml", "./b.yaml"), "groups/b.yaml");
        assert_eq!(join("openapi.yaml", "shared/b.yaml"), "shared/b.yaml");
        assert_eq!(join("openapi.yaml", "../b.yaml"), "../b.yaml");
    }
}
