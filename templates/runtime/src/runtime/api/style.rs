//! The styles of parameters and of the members of forms.

/// The serialization of a parameter whose style has no method of its own.
pub struct ParameterStyle {
    /// The wire name.
    pub name: &'static str,
    /// The location in the request.
    pub location: Location,
    /// The style.
    pub style: Style,
    /// Each item of a list, or each member of an object, is a value of its own.
    pub explode: bool,
}

impl ParameterStyle {
    /// Creates the serialization of a parameter that is not exploded.
    pub const fn new(location: Location, name: &'static str, style: Style) -> Self {
        Self { name, location, style, explode: false }
    }

    /// Makes each item of a list, or each member of an object, a value of its own.
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }
}

/// The serialization of a member of a form.
pub struct MemberStyle {
    /// The wire name.
    pub name: &'static str,
    /// The style.
    pub style: Style,
    /// Each item of a list, or each member of an object, is a value of its own.
    pub explode: bool,
}

impl MemberStyle {
    /// Creates the serialization of a member that is not exploded.
    pub const fn new(name: &'static str, style: Style) -> Self {
        Self { name, style, explode: false }
    }

    /// Makes each item of a list, or each member of an object, a value of its own.
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// A style of OpenAPI.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `A=1&A=2`, `A=1,2`.
    Form,
    /// `A=1 2`.
    Space,
    /// `A=1|2`.
    Pipe,
    /// `A[B]=1`, `A[0]=1`.
    DeepObject,
    /// `1,2`.
    Simple,
    /// `.1.2`.
    Label,
    /// `;A=1;A=2`.
    Matrix,
    /// A JSON document.
    Json,
}
