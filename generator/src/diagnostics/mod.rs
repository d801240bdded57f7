//! Errors and warnings about a spec, as data. All passes add to one list, which is rendered at the end.

mod code;
mod files;
mod left_out;
mod render;
mod sink;
mod suggest;

pub use code::Code;
pub use files::Files;
pub use left_out::{LeftOut, render_left_out};
pub use render::{render_json, render_text};
pub use sink::Sink;
pub use suggest::{closest, did_you_mean, differs_by};

use crate::location::{Origin, Span};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run fails and no file is written.
    Error,
    /// The run continues.
    Warning,
}

/// A secondary location of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The node.
    pub origin: Origin,
    /// The byte range to underline instead of the node.
    pub span: Option<Span>,
    /// The text next to the underline.
    pub text: String,
}

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind.
    pub code: Code,
    /// The message, in one line.
    pub message: String,
    /// The node.
    pub origin: Origin,
    /// The byte range to underline instead of the node.
    pub span: Option<Span>,
    /// The secondary locations.
    pub labels: Vec<Label>,
    /// The suggested edit.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a diagnostic about the node at `origin`.
    pub fn new(code: Code, origin: &Origin, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            origin: origin.clone(),
            span: None,
            labels: Vec::new(),
            help: None,
        }
    }

    /// Adds a secondary location.
    pub fn label(mut self, origin: &Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), span: None, text: text.into() });
        self
    }

    /// Adds a byte range as a secondary location.
    pub fn label_span(mut self, origin: &Origin, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), span: Some(span), text: text.into() });
        self
    }

    /// Sets the suggested edit.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the byte range to underline.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// The diagnostics of a failed run. At least one is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);
