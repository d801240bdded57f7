//! A name before and after the naming pass.

/// What a thing is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The words it is made from, in the spelling of the spec.
    pub words: String,
    /// The name that the spec asks for.
    pub explicit: Option<String>,
    /// The Rust identifier; empty until the naming pass.
    pub ident: String,
}

impl Name {
    /// A name made from the spelling of the spec.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), explicit: None, ident: String::new() }
    }

    /// The name that the spec asks for, if it does.
    pub fn or_explicit(mut self, explicit: Option<String>) -> Self {
        self.explicit = explicit;
        self
    }

    /// The identifier as a word: keywords without the mark that makes them identifiers.
    pub fn plain(&self) -> &str {
        self.ident.strip_prefix("r#").unwrap_or(&self.ident)
    }
}
