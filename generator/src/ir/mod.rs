//! What the client is made of: ours, small, owned, free of OpenAPI and of Rust syntax.
//!
//! Lowering fills it, naming adds the identifiers, the facts pass adds what follows from the whole,
//! and rendering only reads it.

/// How many arguments a function may have before they become a struct.
pub const MOST_ARGUMENTS: usize = 7;

mod api;
mod name;
mod operation;
mod rule;
mod ty;

pub use api::{
    Api, Client, ErrorMembers, Group, Host, IdType, Member, Paging, Plan, Quota, RateLimits, Scheme,
};
pub use name::Name;
pub use operation::{
    Answer, Body, Content, Effect, Encoding, ErrorAnswer, Example, Operation, Paged, Parameter,
    Place, Style, Window,
};
pub use rule::{Demand, Rule, as_described};
pub use ty::{Alternative, Enum, Field, Home, Kind, Record, Tell, Ty, Type, TypeId, Union, Value};
