//! A difference between the vendor's documents and the spec.

use super::settled::Settlement;

/// A position in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The path of the file, as given by the caller.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
}

/// The kind of a difference. `missing` is what only the vendor documents, `extra` what only the spec declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are self-explanatory")]
pub enum Kind {
    NotCompared,
    MissingOperation,
    ExtraOperation,
    Server,
    MissingParameter,
    ExtraParameter,
    MissingBody,
    ExtraBody,
    MissingResponse,
    ExtraResponse,
    MissingMediaType,
    ExtraMediaType,
    MissingField,
    ExtraField,
    Type,
    Format,
    Enum,
    MissingValue,
    ExtraValue,
    Required,
    Nullable,
    Default,
    Range,
}

impl Kind {
    /// All kinds, in the order of reports.
    pub const ALL: [Kind; 23] = [
        Kind::NotCompared,
        Kind::MissingOperation,
        Kind::ExtraOperation,
        Kind::Server,
        Kind::MissingParameter,
        Kind::ExtraParameter,
        Kind::MissingBody,
        Kind::ExtraBody,
        Kind::MissingResponse,
        Kind::ExtraResponse,
        Kind::MissingMediaType,
        Kind::ExtraMediaType,
        Kind::MissingField,
        Kind::ExtraField,
        Kind::Type,
        Kind::Format,
        Kind::Enum,
        Kind::MissingValue,
        Kind::ExtraValue,
        Kind::Required,
        Kind::Nullable,
        Kind::Default,
        Kind::Range,
    ];

    /// Returns the name in reports and in the list of settled differences.
    pub fn name(self) -> &'static str {
        match self {
            Kind::NotCompared => "not-compared",
            Kind::MissingOperation => "missing-operation",
            Kind::ExtraOperation => "extra-operation",
            Kind::Server => "server",
            Kind::MissingParameter => "missing-parameter",
            Kind::ExtraParameter => "extra-parameter",
            Kind::MissingBody => "missing-body",
            Kind::ExtraBody => "extra-body",
            Kind::MissingResponse => "missing-response",
            Kind::ExtraResponse => "extra-response",
            Kind::MissingMediaType => "missing-media-type",
            Kind::ExtraMediaType => "extra-media-type",
            Kind::MissingField => "missing-field",
            Kind::ExtraField => "extra-field",
            Kind::Type => "type",
            Kind::Format => "format",
            Kind::Enum => "enum",
            Kind::MissingValue => "missing-value",
            Kind::ExtraValue => "extra-value",
            Kind::Required => "required",
            Kind::Nullable => "nullable",
            Kind::Default => "default",
            Kind::Range => "range",
        }
    }
}

/// An element of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The id of the operation in the spec, or in the vendor's documents if only these have it.
    pub operation: String,
    /// The element, as in `query.PageSize`, `body.Name` or `200.Notes[].Id`. Empty for the operation itself.
    pub element: String,
}

/// A difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The kind.
    pub kind: Kind,
    /// The name of the vendor's document, or that of the group if only the spec has the element.
    pub resource: String,
    /// The elements that have the difference. Several refer to the same declarations.
    pub subjects: Vec<Subject>,
    /// What the vendor documents; `None` if only the spec has it.
    pub vendor: Option<String>,
    /// What the spec declares; `None` if only the vendor has it.
    pub spec: Option<String>,
    /// The location in the vendor's document.
    pub vendor_at: Option<Location>,
    /// The location in the spec.
    pub spec_at: Option<Location>,
    /// Why the difference is accepted.
    pub settlement: Option<Settlement>,
}

impl Difference {
    /// Returns `true` if it is about the same declarations.
    pub(super) fn is_same(&self, other: &Difference) -> bool {
        self.kind == other.kind
            && self.vendor_at == other.vendor_at
            && self.spec_at == other.spec_at
            && self.vendor == other.vendor
            && self.spec == other.spec
    }
}
