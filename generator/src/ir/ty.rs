//! Types: what values are, whatever the wire makes of them.

use super::Name;
use crate::location::Origin;

/// A type in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A point in time with its offset.
    DateTime,
    /// A point in time, or a keyword in its place.
    DateTimeOrKeyword,
    /// A calendar day.
    Date,
    /// Anything.
    Json,
    /// A file to send.
    File,
    /// An id, by its position in [`super::Api::ids`].
    Id(usize),
    /// A record, an enum or a union.
    Named(TypeId),
    /// A list.
    List(Box<Ty>),
    /// Values by name.
    Map(Box<Ty>),
    /// Values by number, for members such as `Text{n}`.
    Numbered(Box<Ty>),
}

/// Where a type lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// With the types that several groups use.
    Shared,
    /// With the operations of a group.
    Group(usize),
}

/// A record, an enum or a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub docs: String,
    /// Where it lives.
    pub home: Home,
    /// What it is made of.
    pub kind: Kind,
    /// Whether answers hold it; filled by the facts pass.
    pub read: bool,
    /// Whether requests hold it; filled by the facts pass.
    pub written: bool,
    /// Whether the spec marks it as not to be used any more.
    pub deprecated: bool,
    /// The schema.
    pub origin: Origin,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Named members.
    Record(Record),
    /// One word out of an open list.
    Enum(Enum),
    /// One of several records.
    Union(Union),
}

/// Named members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The members, in document order.
    pub fields: Vec<Field>,
    /// What members beyond those hold, when the description says that there may be some.
    pub more: Option<Ty>,
}

/// A member of a record, or of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name on the wire, with `{n}`, `{i}`, `{i?}` or `{i0}` in place of numbers.
    pub wire: String,
    /// Its name.
    pub name: Name,
    /// The method that sets it, or adds to it; filled by the naming pass.
    pub setter: String,
    /// What it means.
    pub docs: String,
    /// What the service accepts in it.
    pub limits: String,
    /// What the service takes when it is absent.
    pub default: Option<String>,
    /// What it holds.
    pub ty: Ty,
    /// Whether a request needs it.
    pub required: bool,
    /// Whether `null` is sent to clear it.
    pub nullable: bool,
    /// Whether `Debug` must not show it.
    pub sensitive: bool,
    /// Whether only answers hold it.
    pub read_only: bool,
    /// Whether only requests hold it.
    pub write_only: bool,
    /// Whether the spec marks it as not to be used any more.
    pub deprecated: bool,
    /// The numbers that `{n}` stands for.
    pub family: Option<(u32, u32)>,
    /// Whether it must be boxed because the type holds itself; filled by the facts pass.
    pub boxed: bool,
    /// The property.
    pub origin: Origin,
}

/// One word out of an open list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enum {
    /// The words that are known, in document order.
    pub values: Vec<Value>,
    /// Whether the description expects others as well.
    pub open: bool,
}

/// A word that an enum knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The word.
    pub wire: String,
    /// Its name.
    pub name: Name,
    /// What it means.
    pub docs: String,
    /// The value in the list, or the name that the spec gives it.
    pub origin: Origin,
}

/// One of several records.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// How they are told apart.
    pub tell: Tell,
    /// The records.
    pub alternatives: Vec<Alternative>,
}

/// How the records of a union are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// By the text of this member, the discriminator.
    Member(String),
    /// By members that only one of them has.
    Shape,
}

/// One of the records of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its texts of the discriminator, or the members that only it has.
    pub words: Vec<String>,
    /// Its name.
    pub name: Name,
    /// The record.
    pub record: TypeId,
    /// The alternative in the spec.
    pub origin: Origin,
}
