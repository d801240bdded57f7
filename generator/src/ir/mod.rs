//! Intermediate representation of the API, independent of OpenAPI and of Rust syntax.
//!
//! The pass `lower` creates it, `name` adds identifiers, `analyze` adds derived properties, and `emit` reads it.

/// The maximum number of arguments of a function. More are grouped in a struct.
pub const MAX_ARGUMENTS: usize = 7;

pub use crate::constraint::{ConditionalConstraint, Constraint};

mod api;
mod bulk;
mod limits;
mod name;
mod omission;
mod operation;
mod reach;
mod ty;

pub use api::{
    Api, Client, Delegate, Group, Host, IdType, LongRunningOperation, Member, Named, Paging,
    Placement, Quota, Scheme,
};
pub use bulk::{Bulk, Preset, Reference, ReferenceForm, StatusList};
pub use limits::{Bound, Limits, Range};
pub use name::Name;
pub use omission::{Omissions, Reason};
pub use operation::{
    Body, Content, DateFilter, Encoding, ErrorResponse, Example, Explode, MemberStyle, Operation,
    Paged, Parameter, ParameterLocation, ResponseContent, RetrySafety, StatusContent, Style,
    Window, WireStyle,
};
pub use ty::{
    Alternative, Discriminator, Enum, Field, JsonKind, Kind, ModulePath, Record, Ty, Type, TypeId,
    Union, Value,
};
