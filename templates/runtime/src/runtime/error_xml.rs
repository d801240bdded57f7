//! XML and HTML of error bodies, as far as an error message needs it.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::runtime::error_tree::Said;

/// Deeper elements are left out; error bodies are flat.
const DEEPEST: usize = 32;

/// An element that is being read.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<(String, Said)>,
}

/// The content of the root element, in the shape that the same facts have in JSON: an element with
/// children is an object, repeated children are a list, anything else is text. What is cut off in the
/// middle counts as far as it goes.
pub(crate) fn read(text: &str) -> Option<Said> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name().into_inner().to_owned();
                open.push(Element { name, ..Element::default() });
            }
            Ok(Event::Empty(start)) => {
                let name = start.local_name().into_inner().to_owned();
                close(&mut open, &mut root, Element { name, ..Element::default() });
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

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Hands a finished element to the one around it.
fn close(open: &mut [Element], root: &mut Option<Said>, element: Element) {
    let said = if element.children.is_empty() {
        Said::Text(element.text.trim().to_owned())
    } else {
        Said::Members(element.children)
    };
    if open.len() > DEEPEST {
        return;
    }
    let Some(parent) = open.last_mut() else {
        root.get_or_insert(said);
        return;
    };
    match parent.children.iter_mut().find(|(name, _)| *name == element.name) {
        None => parent.children.push((element.name, said)),
        Some((_, Said::List(list))) => list.push(said),
        Some((_, first)) => {
            let both = vec![std::mem::replace(first, Said::Nothing), said];
            *first = Said::List(both);
        }
    }
}

/// What `&amp;` and `&#38;` stand for. Entities that a document defines itself are left as they are.
fn resolve<'a>(entity: &'a BytesRef<'_>) -> Cow<'a, str> {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return Cow::Owned(letter.to_string());
    }
    match quick_xml::escape::resolve_predefined_entity(entity) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{};", &**entity)),
    }
}

/// Whether this is a page for people.
pub(crate) fn is_html(text: &str) -> bool {
    let text = text.trim_start().as_bytes();
    let starts = ["<!doctype html", "<html", "<head"];
    starts.iter().any(|start| {
        text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start.as_bytes()))
    })
}

/// The title of a page for people.
pub(crate) fn html_title(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = text.get(start..end)?.trim();
    (!title.is_empty()).then_some(title)
}
