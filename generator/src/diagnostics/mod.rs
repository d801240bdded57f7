//! What is wrong with a spec, as data: collected by all passes, printed together at the end.

mod code;
mod files;
mod render;
mod sink;
mod suggest;

pub use code::Code;
pub use files::Files;
pub use render::{render_json, render_text};
pub use sink::Sink;
pub use suggest::{closest, did_you_mean};

use crate::location::{Origin, Span};

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run fails and writes nothing.
    Error,
    /// Worth a look; the run goes on.
    Warning,
}

/// A further place that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// A byte range of the file instead of the node at `origin`.
    pub span: Option<Span>,
    /// What it has to do with it.
    pub text: String,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub origin: Origin,
    /// A byte range of the file instead of the node at `origin`, for text that did not become nodes.
    pub span: Option<Span>,
    /// Where else to look.
    pub labels: Vec<Label>,
    /// What to edit.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic about the node at `origin`.
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

    /// Adds a further place.
    pub fn label(mut self, origin: &Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), span: None, text: text.into() });
        self
    }

    /// Adds a further place, a range of text instead of a node.
    pub fn label_span(mut self, origin: &Origin, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), span: Some(span), text: text.into() });
        self
    }

    /// Says what to edit.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a range of text instead of a node.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// The diagnostics of a run that failed; at least one is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);
