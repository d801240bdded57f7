//! Elements of a description that are left out of the crate.

use super::{Code, Diagnostic, Files};

/// An element that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The element, as in ``operation `GET /notes` ``.
    pub element: String,
    /// The number of operations that are left out with it.
    pub operations: usize,
    /// The error that the element causes.
    pub reason: Diagnostic,
}

impl LeftOut {
    /// Returns a warning about the element.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("{} is left out: {}", self.element, self.reason.message);
        let mut diagnostic = Diagnostic::new(Code::LeftOut, &self.reason.origin, message);
        diagnostic.span = self.reason.span;
        diagnostic
    }

    /// Returns `true` for a description of an element from which nothing is generated.
    fn is_unused_description(&self) -> bool {
        self.reason.code == Code::UnusedElement && self.element.starts_with("description of ")
    }
}

/// Renders a table with a line for each element: the element, the reason and its location. Unused descriptions have one line.
pub fn render_left_out(files: &dyn Files, left_out: &[LeftOut]) -> String {
    const MAX_WIDTH: usize = 60;
    let width = |text: &str| text.chars().count();
    let (descriptions, others): (Vec<&LeftOut>, Vec<&LeftOut>) =
        left_out.iter().partition(|it| it.is_unused_description());
    let mut lines: Vec<(String, &LeftOut)> =
        others.into_iter().map(|it| (it.element.clone(), it)).collect();
    lines.extend(descriptions.first().map(|first| match descriptions.len() - 1 {
        0 => (first.element.clone(), *first),
        more => (format!("{}, and {more} more", first.element), *first),
    }));
    let widest = lines.iter().map(|(element, _)| width(element)).max().unwrap_or_default();
    let column = widest.min(MAX_WIDTH);
    let mut text = String::new();
    for (element, item) in lines {
        let padding = " ".repeat(column.saturating_sub(width(&element)));
        let origin = &item.reason.origin;
        let span = item.reason.span.unwrap_or_else(|| files.span(origin));
        let (file, span) = files.locate(origin.file, span);
        let position = files.position(file, span.start);
        let path = files.path(file).unwrap_or_default();
        text.push_str(&format!(
            "  {element}{padding}  {} ({}{path}:{}:{})\n",
            item.reason.message,
            files.prefix(),
            position.line,
            position.column
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::{FileId, Origin, Span};

    #[test]
    fn an_element_is_a_warning_at_its_reason() {
        let origin = Origin::root(FileId(0)).child("paths");
        let reason = Diagnostic::new(Code::Unsupported, &origin, "unsupported key `a`");
        let element = "operation `GET /notes`".to_owned();
        let left_out = LeftOut { element, operations: 1, reason: reason.span(Span::new(1, 2)) };
        let diagnostic = left_out.diagnostic();
        assert_eq!(diagnostic.message, "operation `GET /notes` is left out: unsupported key `a`");
        assert_eq!(diagnostic.span, Some(Span::new(1, 2)));
    }
}
