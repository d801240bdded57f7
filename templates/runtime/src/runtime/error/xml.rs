//! Parsing of XML and HTML error bodies.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::node::ErrorNode;

/// The maximum depth of elements; deeper ones are ignored.
const MAX_DEPTH: usize = 32;

/// An element that is being parsed.
#[derive(Default)]
struct OpenElement {
    name: String,
    text: String,
    children: Vec<(String, ErrorNode)>,
}

/// Parses the content of the root element in the shape of the equivalent JSON.
///
/// An element with children is an object, repeated children are a list, and any other element is a string. A
/// truncated document is parsed as far as possible.
pub(crate) fn parse(text: &str) -> Option<ErrorNode> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<OpenElement> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name().into_inner().to_owned();
                open.push(OpenElement { name, ..OpenElement::default() });
            }
            Ok(Event::Empty(start)) => {
                let name = start.local_name().into_inner().to_owned();
                close(&mut open, &mut root, OpenElement { name, ..OpenElement::default() });
            }
            Ok(Event::Text(text)) => append(&mut open, &text),
            Ok(Event::CData(text)) => append(&mut open, &text),
            Ok(Event::GeneralRef(entity)) => append(&mut open, &resolve(&entity)),
            Ok(Event::End(_)) => {
                if let Some(element) = open.pop() {
                    close(&mut open, &mut root, element);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    while let Some(element) = open.pop() {
        close(&mut open, &mut root, element);
    }
    root
}

fn append(open: &mut [OpenElement], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Adds a complete element to its parent.
fn close(open: &mut [OpenElement], root: &mut Option<ErrorNode>, element: OpenElement) {
    let node = if element.children.is_empty() {
        ErrorNode::Text(element.text.trim().to_owned())
    } else {
        ErrorNode::Object(element.children)
    };
    if open.len() > MAX_DEPTH {
        return;
    }
    let Some(parent) = open.last_mut() else {
        root.get_or_insert(node);
        return;
    };
    match parent.children.iter_mut().find(|(name, _)| *name == element.name) {
        None => parent.children.push((element.name, node)),
        Some((_, ErrorNode::List(list))) => list.push(node),
        Some((_, first)) => {
            let both = vec![std::mem::replace(first, ErrorNode::Null), node];
            *first = ErrorNode::List(both);
        }
    }
}

/// Resolves references such as `&amp;` and `&#38;`. Entities that a document defines are kept as they are.
fn resolve<'a>(entity: &'a BytesRef<'_>) -> Cow<'a, str> {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return Cow::Owned(letter.to_string());
    }
    match quick_xml::escape::resolve_predefined_entity(entity) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{};", &**entity)),
    }
}

/// Converts XML to the equivalent JSON object.
pub(crate) fn xml_to_json(text: &str) -> Option<String> {
    let tree = parse(text)?;
    matches!(tree, ErrorNode::Object(_)).then(|| tree.to_json())
}

/// Returns `true` for an HTML page.
pub(crate) fn is_html(text: &str) -> bool {
    let text = text.trim_start().as_bytes();
    let starts = ["<!doctype html", "<html", "<head"];
    starts.iter().any(|start| {
        text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start.as_bytes()))
    })
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
