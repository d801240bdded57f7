//! Diagnostics as data.

use super::{Code, Files, did_you_mean, suggest};
use crate::location::{FileId, Origin, Span};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run fails and no file is written.
    Error,
    /// The run continues.
    Warning,
}

impl Severity {
    /// Returns the name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
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

/// A replacement that resolves a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The node whose underlined range is replaced.
    pub origin: Origin,
    /// The byte range to replace instead of that of the node.
    pub span: Option<Span>,
    /// The new text.
    pub text: String,
}

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind.
    pub code: Code,
    /// The severity: that of the code, unless warnings are treated as errors.
    pub severity: Severity,
    /// The message, in one line.
    pub message: String,
    /// The node.
    pub origin: Origin,
    /// The byte range to underline instead of the node.
    pub span: Option<Span>,
    /// The path of a file outside of the spec, if the diagnostic is about that instead of a node.
    pub output: Option<String>,
    /// The secondary locations.
    pub labels: Vec<Label>,
    /// The suggested change, in words.
    pub help: Option<String>,
    /// The suggested change as replacements, which can be applied without a decision.
    pub edits: Vec<Edit>,
    /// The name of the lint rule that reports the diagnostic.
    pub rule: Option<&'static str>,
}

impl Diagnostic {
    /// Creates a diagnostic about the node at `origin`.
    pub fn new(code: Code, origin: &Origin, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            origin: origin.clone(),
            span: None,
            output: None,
            labels: Vec::new(),
            help: None,
            edits: Vec::new(),
            rule: None,
        }
    }

    /// Creates a diagnostic about a file that is not part of the spec.
    pub fn outside(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        let mut diagnostic = Self::new(code, &Origin::root(FileId::OUTSIDE), message);
        diagnostic.output = Some(path.into());
        diagnostic
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

    /// Sets the suggested change.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the byte range to underline.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Suggests to replace the underlined range by `text`. Call it after [`Diagnostic::span`].
    pub fn replace(mut self, text: impl Into<String>) -> Self {
        let origin = self.origin.clone();
        self.edits.push(Edit { origin, span: self.span, text: text.into() });
        self
    }

    /// Sets the byte ranges that are those of nodes, so that the nodes are not needed to render the diagnostic.
    pub fn locate(&mut self, files: &impl Files) {
        self.span.get_or_insert_with(|| files.span(&self.origin));
        for label in &mut self.labels {
            label.span.get_or_insert_with(|| files.span(&label.origin));
        }
        for edit in &mut self.edits {
            edit.span.get_or_insert_with(|| files.span(&edit.origin));
        }
    }

    /// Suggests to replace the underlined `name` by the most similar candidate. If none is similar, the help
    /// lists the candidates.
    pub fn suggest<'a>(
        mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        self.help = did_you_mean(name, candidates.iter().copied());
        match suggest::closest(name, candidates) {
            Some(candidate) => self.replace(suggest::yaml_scalar(candidate)),
            None => self,
        }
    }
}

/// The diagnostics of a failed run. At least one is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);
