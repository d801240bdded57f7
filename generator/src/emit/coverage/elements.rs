//! Elements of a spec.

use crate::diagnostics::{Code, Diagnostic, LeftOut};
use crate::location::Origin;
use crate::source::Sources;

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementKind {
    /// An operation.
    Operation,
    /// A component schema.
    Schema,
    /// A property of a schema.
    Field,
    /// A parameter.
    Parameter,
    /// A value of an enum.
    EnumValue,
    /// An example of a request body or a response.
    Example,
    /// A description or a summary.
    Description,
}

impl ElementKind {
    /// All kinds, in the order of the report.
    pub const ALL: [ElementKind; 7] = [
        ElementKind::Operation,
        ElementKind::Schema,
        ElementKind::Field,
        ElementKind::Parameter,
        ElementKind::EnumValue,
        ElementKind::Example,
        ElementKind::Description,
    ];

    /// Returns the name in the plural.
    pub fn plural(self) -> &'static str {
        match self {
            ElementKind::Operation => "operations",
            ElementKind::Schema => "schemas",
            ElementKind::Field => "fields",
            ElementKind::Parameter => "parameters",
            ElementKind::EnumValue => "enum values",
            ElementKind::Example => "examples",
            ElementKind::Description => "descriptions",
        }
    }

    /// Returns the name in the singular.
    pub fn singular(self) -> &'static str {
        let plural = self.plural();
        plural.strip_suffix('s').unwrap_or(plural)
    }
}

/// An element of the spec.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecElement {
    /// The kind.
    pub kind: ElementKind,
    /// The name.
    pub name: String,
    /// The location; of a description that of its owner, of an enum value that of its enum.
    pub origin: Origin,
}

impl SpecElement {
    /// Returns the diagnostic that nothing is generated from the element.
    pub fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        let message = format!("{} is not used", self.noun());
        Diagnostic::new(Code::UnusedElement, &self.origin, message)
            .span(sources.key_span(&self.origin))
            .help("move or remove it, or extend the generator")
    }

    /// Returns the element as one that is left out.
    pub fn left_out(&self, sources: &Sources) -> LeftOut {
        let reason = Diagnostic::new(Code::UnusedElement, &self.origin, "not used by the client");
        let reason = reason.span(sources.key_span(&self.origin));
        LeftOut { element: self.noun(), operations: 0, reason }
    }

    /// Returns the kind and the name.
    fn noun(&self) -> String {
        match self.kind {
            ElementKind::Description => format!("description of `{}`", self.name),
            kind => format!("{} `{}`", kind.singular(), self.name),
        }
    }
}
