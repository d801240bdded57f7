//! Parsing of XML and HTML error bodies.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::body::is_one_of;
use super::node::ErrorNode;
use crate::runtime::wire::NameIndex;

/// The maximum depth of elements; deeper ones are ignored.
const MAX_DEPTH: usize = 32;

/// An element that is being parsed.
#[derive(Default)]
struct OpenElement {
    name: String,
    text: String,
    attributes: Vec<(String, ErrorNode)>,
    children: Vec<(String, ErrorNode)>,
    /// The positions of the children.
    index: NameIndex,
    /// All references in the values of attributes were resolved.
    is_resolved: bool,
}

impl OpenElement {
    /// Creates an element with its attributes, except those with a prefix and the namespace.
    fn new(start: &BytesStart<'_>) -> Self {
        let (mut own, mut is_resolved) = (Vec::new(), true);
        // the check for duplicates compares all pairs
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { continue };
            let name = attribute.key.into_inner();
            let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
                is_resolved = false;
                continue;
            };
            if !name.contains(':') && name != "xmlns" {
                own.push((name.to_owned(), ErrorNode::Text(value.into_owned())));
            }
        }
        let name = start.local_name().into_inner().to_owned();
        Self { name, attributes: own, is_resolved, ..Self::default() }
    }

    /// Adds a child. Repeated children are a list.
    fn push(&mut self, name: String, node: ErrorNode) {
        let at = self.index.get(&name).and_then(|at| self.children.get_mut(at));
        match at {
            None => {
                self.index.insert(&name, self.children.len());
                self.children.push((name, node));
            }
            Some((_, ErrorNode::List(list))) => list.push(node),
            Some((_, first)) => {
                let both = vec![std::mem::replace(first, ErrorNode::Null), node];
                *first = ErrorNode::List(both);
            }
        }
    }

    /// Removes the attributes that are markers, of an element whose text is its only other content.
    fn take_markers(&mut self, is_marker: IsMarker<'_>) -> Vec<(String, ErrorNode)> {
        if !self.children.is_empty() || self.text.trim().is_empty() {
            return Vec::new();
        }
        let mut all = std::mem::take(&mut self.attributes);
        all.retain(|(name, _)| is_marker(name));
        all
    }

    fn into_node(mut self) -> ErrorNode {
        let text = self.text.trim();
        if self.children.is_empty() && (!text.is_empty() || self.attributes.is_empty()) {
            return ErrorNode::Text(text.to_owned());
        }
        let index = self.index;
        let is_new = |(name, _): &(String, ErrorNode)| index.get(name).is_none();
        self.children.extend(self.attributes.into_iter().filter(is_new));
        ErrorNode::Object(self.children)
    }
}

/// Returns `true` for the name of a member that reports success or an error.
type IsMarker<'a> = &'a dyn Fn(&str) -> bool;

/// A parsed document.
pub(crate) struct Document {
    /// The name and the content of the root element.
    pub(crate) root: Option<(String, ErrorNode)>,
    /// It is not truncated, has at most one root element, with nothing but comments around it, and contains no entity that
    /// it defines itself.
    pub(crate) is_complete: bool,
}

/// Parses a document in the shape of the equivalent JSON.
///
/// An element with children is an object, with its attributes as members, and so is an empty element with attributes.
/// Repeated children are a list, and any other element is a string. Its attributes that are markers are members beside it.
/// A truncated document is parsed as far as possible.
pub(crate) fn parse(text: &str, is_marker: IsMarker<'_>) -> Document {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<OpenElement> = Vec::new();
    let (mut root, mut is_complete) = (None, true);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let element = OpenElement::new(&start);
                is_complete &= element.is_resolved && may_begin(&start, &open, &root);
                open.push(element);
            }
            Ok(Event::Empty(start)) => {
                let element = OpenElement::new(&start);
                is_complete &= element.is_resolved && may_begin(&start, &open, &root);
                close(&mut open, &mut root, element, is_marker);
            }
            Ok(Event::Text(text)) => {
                is_complete &= !open.is_empty() || text.trim().is_empty();
                append(&mut open, &text);
            }
            Ok(Event::CData(text)) => append(&mut open, &text),
            Ok(Event::GeneralRef(entity)) => {
                let text = resolve(&entity);
                is_complete &= text.is_some();
                append(&mut open, &text.unwrap_or_else(|| format!("&{};", &*entity).into()));
            }
            Ok(Event::End(_)) => {
                if let Some(element) = open.pop() {
                    close(&mut open, &mut root, element, is_marker);
                }
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                is_complete = false;
                break;
            }
            Ok(_) => {}
        }
    }
    is_complete &= open.is_empty();
    while let Some(element) = open.pop() {
        close(&mut open, &mut root, element, is_marker);
    }
    Document { root, is_complete }
}

/// Returns `true` for an element with a name that is not a second root element.
fn may_begin(
    start: &BytesStart<'_>,
    open: &[OpenElement],
    root: &Option<(String, ErrorNode)>,
) -> bool {
    !start.name().into_inner().is_empty() && (!open.is_empty() || root.is_none())
}

fn append(open: &mut [OpenElement], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Adds a complete element to its parent.
fn close(
    open: &mut [OpenElement],
    root: &mut Option<(String, ErrorNode)>,
    mut element: OpenElement,
    is_marker: IsMarker<'_>,
) {
    if open.len() > MAX_DEPTH {
        return;
    }
    let name = std::mem::take(&mut element.name);
    let markers = element.take_markers(is_marker);
    let node = element.into_node();
    match open.last_mut() {
        Some(parent) => {
            parent.push(name, node);
            markers.into_iter().for_each(|(name, node)| parent.push(name, node));
        }
        None if markers.is_empty() => {
            root.get_or_insert((name, node));
        }
        None => {
            let mut members = vec![(name.clone(), node)];
            members.extend(markers);
            root.get_or_insert((name, ErrorNode::Object(members)));
        }
    }
}

/// Resolves references such as `&amp;` and `&#38;`. Entities that a document defines are not resolved: their texts can be
/// nested, and grow without limit.
fn resolve(entity: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    match entity.resolve_char_ref() {
        Ok(Some(letter)) => Some(Cow::Owned(letter.to_string())),
        _ => quick_xml::escape::resolve_predefined_entity(entity).map(Cow::Borrowed),
    }
}

/// Converts a complete XML document to the equivalent JSON object.
pub(crate) fn xml_to_json(text: &str) -> Option<String> {
    let document = parse(text, &|_| false);
    let (_, tree) = document.root.filter(|_| document.is_complete)?;
    matches!(tree, ErrorNode::Object(_)).then(|| tree.to_json())
}

/// The elements that a part of an HTML page begins with.
const HTML_ELEMENTS: [&str; 23] = [
    "html", "head", "body", "title", "meta", "link", "style", "script", "noscript", "form",
    "iframe", "div", "p", "h1", "h2", "h3", "center", "table", "br", "hr", "b", "font", "pre",
];

/// Returns `true` for an HTML page, or a part of one. After an XML declaration, only a whole page is one.
pub(crate) fn is_html(text: &str) -> bool {
    let mut text = text.trim_start();
    let mut is_xml = false;
    loop {
        let end = match text {
            _ if text.starts_with("<!--") => "-->",
            _ if text.starts_with("<?") => "?>",
            _ => break,
        };
        is_xml |= end == "?>";
        match text.split_once(end) {
            Some((_, rest)) => text = rest.trim_start(),
            None => return false,
        }
    }
    let Some(text) = text.strip_prefix('<') else { return false };
    let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '/' | '[');
    let mut words = text.split(is_end);
    match words.next() {
        Some(word) if is_one_of(&["!doctype"], word) => {
            words.find(|word| !word.is_empty()).is_some_and(|word| is_one_of(&["html"], word))
        }
        Some(word) if is_xml => is_one_of(&["html"], word),
        Some(word) => is_one_of(&HTML_ELEMENTS, word),
        None => false,
    }
}

/// Describes an HTML page by its title.
pub(crate) fn describe_html(text: &str) -> String {
    match html_title(text) {
        Some(title) => format!("an HTML page: {title}"),
        None => "an HTML page".to_owned(),
    }
}

/// Returns the title of an HTML page.
fn html_title(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = text.get(start..end)?.trim();
    (!title.is_empty()).then_some(title)
}
