//! Security schemes.

/// A security scheme.
pub struct SecurityScheme {
    /// The name.
    pub name: &'static str,
    /// How its credentials are sent.
    pub placement: Placement,
}

/// How the credentials of a security scheme are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// A user and a password in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`.
    Bearer,
    /// A token in this header.
    Header(&'static str),
    /// A token in this query parameter.
    Query(&'static str),
    /// A token in this cookie.
    Cookie(&'static str),
}

/// The alternatives for the credentials of an operation. Each is a list of security schemes that are used together. An
/// alternative without schemes makes credentials optional.
pub type Security = &'static [&'static [&'static str]];
