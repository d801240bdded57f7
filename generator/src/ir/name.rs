//! Names before and after the naming pass.

/// The name of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name in the spelling of the spec, which the identifier is derived from.
    pub words: String,
    /// The name that the spec sets explicitly.
    pub explicit: Option<String>,
    /// The Rust identifier; empty until the naming pass.
    pub ident: String,
}

impl Name {
    /// Creates a name from the spelling of the spec.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), explicit: None, ident: String::new() }
    }

    /// Sets the explicit name.
    pub fn with_explicit(mut self, explicit: Option<String>) -> Self {
        self.explicit = explicit;
        self
    }

    /// Returns the identifier without `r#`.
    pub fn plain(&self) -> &str {
        self.ident.strip_prefix("r#").unwrap_or(&self.ident)
    }
}
