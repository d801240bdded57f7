//! Types, independent of their encoding.

use super::{Limits, Name};
use crate::location::Origin;
use crate::scalar::ScalarType;
use crate::wire_name::WireName;

/// The index of a type in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// A value without members.
    Scalar(ScalarType),
    /// A date and time, or one of these keywords.
    DateTimeOrKeyword(Vec<String>),
    /// Any JSON value.
    Json,
    /// An id, by its index in [`super::Api::ids`].
    Id(usize),
    /// A record, an enum or a union.
    Named(TypeId),
    /// A list.
    List(Box<Ty>),
    /// A map with string keys.
    Map(Box<Ty>),
    /// A map with integer keys, for families of members such as `Text{n}`.
    Numbered(Box<Ty>),
}

impl Ty {
    /// A string.
    pub const STRING: Ty = Ty::Scalar(ScalarType::String);

    /// A file to upload.
    pub const FILE: Ty = Ty::Scalar(ScalarType::File);

    /// Returns the number of lists and maps around the innermost type.
    pub fn depth(&self) -> usize {
        let (mut ty, mut depth) = (self, 0);
        while let Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) = ty {
            (ty, depth) = (inner, depth + 1);
        }
        depth
    }

    /// Returns the type of the values in lists and maps.
    pub fn innermost(&self) -> &Ty {
        let mut ty = self;
        while let Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) = ty {
            ty = inner;
        }
        ty
    }

    /// Returns the type of the values in lists and maps.
    pub fn innermost_mut(&mut self) -> &mut Ty {
        match self {
            Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => inner.innermost_mut(),
            ty => ty,
        }
    }

    /// Returns the named type in lists and maps.
    pub fn named(&self) -> Option<TypeId> {
        match self.innermost() {
            Ty::Named(id) => Some(*id),
            _ => None,
        }
    }
}

/// The module that a type is generated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModulePath {
    /// The module of shared types.
    Shared,
    /// The module of a group.
    Group(usize),
}

/// A record, an enum or a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The name.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The module.
    pub module: ModulePath,
    /// The definition.
    pub kind: Kind,
    /// `true` if it occurs in responses; set by `analyze`.
    pub read: bool,
    /// `true` if it occurs in requests; set by `analyze`.
    pub written: bool,
    /// `true` if it is deprecated.
    pub deprecated: bool,
    /// The location of the schema.
    pub origin: Origin,
}

/// The definition of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A struct.
    Record(Record),
    /// An enum of strings.
    Enum(Enum),
    /// A union of values.
    Union(Union),
}

/// A struct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The members, in document order.
    pub fields: Vec<Field>,
    /// The type of additional properties, if the schema allows them.
    pub additional: Option<Ty>,
}

/// A member of a record, or of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The text of the wire name; see [`Field::wire_name`].
    pub wire: String,
    /// The name.
    pub name: Name,
    /// The name of the setter; set by `name`.
    pub setter: String,
    /// The description.
    pub docs: String,
    /// The limits of the value, or of each value of a family.
    pub limits: Limits,
    /// The default value.
    pub default: Option<String>,
    /// The type.
    pub ty: Ty,
    /// `true` if it is required in requests.
    pub required: bool,
    /// `true` if `null` can be sent.
    pub nullable: bool,
    /// `true` if it is redacted in `Debug` output.
    pub sensitive: bool,
    /// `true` if it occurs only in responses.
    pub read_only: bool,
    /// `true` if it occurs only in requests.
    pub write_only: bool,
    /// `true` if it is a part of the reference of its body, which sets it.
    pub referenced: bool,
    /// `true` if it is deprecated.
    pub deprecated: bool,
    /// The range of `{n}`.
    pub family: Option<(u32, u32)>,
    /// `true` if it must be boxed because the type is recursive; set by `analyze`.
    pub boxed: bool,
    /// `true` if the value cannot be absent, so that it needs no `Option`; set by `analyze`.
    pub plain: bool,
    /// The location of the property.
    pub origin: Origin,
}

impl Field {
    /// Returns the wire name with its placeholders.
    pub fn wire_name(&self) -> WireName<'_> {
        WireName::of_member(&self.wire, self.family.is_some())
    }

    /// Returns `true` if a constructor or a method takes the member as an argument. A required member that may be
    /// `null` is `null` until it is set.
    pub fn is_argument(&self) -> bool {
        self.required && !self.nullable && !self.referenced
    }

    /// Returns `true` if a method of a request builder sets the member.
    pub fn has_request_setter(&self) -> bool {
        !self.is_argument() && !self.referenced
    }
}

/// An enum of strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enum {
    /// The listed values, in document order.
    pub values: Vec<Value>,
    /// `true` if other values are expected.
    pub open: bool,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The wire value.
    pub wire: String,
    /// The name.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The location of the value or of its explicit name.
    pub origin: Origin,
}

/// A union of values. The kind of JSON identifies each that is not a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// How the record is identified.
    pub discriminator: Discriminator,
    /// The alternatives, in document order.
    pub alternatives: Vec<Alternative>,
}

/// How the record of a union value is identified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discriminator {
    /// By the value of this member.
    Member(String),
    /// By members that only one record has.
    UniqueMembers,
    /// There is one record at most, and every object is one.
    Object,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The discriminator values of a record, or the members that only this record has.
    pub tags: Vec<String>,
    /// The members that only this one of the records with the same discriminator value has.
    pub members: Vec<String>,
    /// The name.
    pub name: Name,
    /// The description, unless the type has one.
    pub docs: String,
    /// The type.
    pub ty: Ty,
    /// The location in the spec.
    pub origin: Origin,
}

/// A kind of JSON values that are not `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

impl JsonKind {
    /// Returns the name in messages.
    pub fn name(self) -> &'static str {
        match self {
            JsonKind::Boolean => "boolean",
            JsonKind::Number => "number",
            JsonKind::String => "string",
            JsonKind::List => "list",
            JsonKind::Object => "object",
        }
    }
}
