//! Why a document could not be read, and where.

use std::borrow::Cow;
use std::fmt;

use super::raw::{Kind, Raw};

/// The most characters of a value that a fault shows.
const EXCERPT: usize = 60;

/// A value that does not fit the place it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault(Box<Parts>);

#[derive(Clone, Debug, PartialEq)]
struct Parts {
    /// From the innermost outwards: segments are added while the readers unwind, so that a document
    /// that can be read pays nothing for them.
    path: Vec<Segment>,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
}

/// One step of a JSON path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Segment {
    Name(Box<str>),
    Index(usize),
}

impl Segment {
    // in line, it would be compiled once more for each caller
    #[inline(never)]
    fn add_to(&self, path: &mut String) {
        match self {
            Segment::Index(index) => path.push_str(&format!("[{index}]")),
            Segment::Name(name) if is_plain(name) => {
                path.push('.');
                path.push_str(name);
            }
            Segment::Name(name) => path.push_str(&format!("[{name:?}]")),
        }
    }
}

impl Fault {
    /// Something else than `raw` was expected.
    pub fn new(expected: &'static str, raw: Raw<'_>) -> Self {
        Self::of(expected, excerpt(raw))
    }

    pub(crate) fn of(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Parts { path: Vec::new(), expected: expected.into(), found: found.into() }))
    }

    /// Where it stands, like `$.Actions[1].EventDate`.
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for segment in self.0.path.iter().rev() {
            segment.add_to(&mut path);
        }
        path
    }

    /// What was expected there.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was found: a bounded excerpt of a scalar, or the kind of a larger value.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The same fault, met inside the member `name`.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        self.0.path.push(Segment::Name(name.into()));
        self
    }

    /// The same fault, met inside the element `index`.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// The same fault without what was found.
    #[must_use]
    pub(crate) fn redacted(mut self) -> Self {
        self.0.found = "[redacted]".into();
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.path(), self.expected(), self.found())
    }
}

impl std::error::Error for Fault {}

/// Writes a path, outermost segment first.
pub(crate) fn render(segments: &[Segment]) -> String {
    let mut path = String::from("$");
    for segment in segments {
        segment.add_to(&mut path);
    }
    path
}

/// The path of a member of the document itself.
#[cfg(feature = "inspect")]
pub(crate) fn member_path(name: &str) -> String {
    render(&[Segment::Name(name.into())])
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A scalar is shown as it stands; what a list or an object holds may be private, so only its kind is.
fn excerpt(raw: Raw<'_>) -> Cow<'static, str> {
    match raw.kind() {
        Kind::List => "a list".into(),
        Kind::Object => "an object".into(),
        _ => {
            let text = raw.text();
            let mut ends = text.char_indices().map(|(at, _)| at).skip(EXCERPT - 1);
            match (ends.next().and_then(|end| text.get(..end)), ends.next()) {
                (Some(start), Some(_)) => format!("{start}…").into(),
                _ => text.to_owned().into(),
            }
        }
    }
}
