//! The members of a request body, kept as wire text until it is known how the body is written.

use std::borrow::Cow;

use crate::runtime::wire::{Json, Kind, Record, Upload, View, encode_view, members, numbered_name};

/// A member's name; may hold places for numbers.
pub(crate) type Name = Cow<'static, str>;

/// What is wrong with a request, and with which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) parameter: String,
    pub(crate) what: String,
}

impl Trouble {
    pub(crate) fn new(parameter: impl Into<String>, what: impl Into<String>) -> Self {
        Self { parameter: parameter.into(), what: what.into() }
    }
}

/// A value to be sent.
#[derive(Clone)]
pub(crate) enum Tree {
    Text(String),
    /// A number or a truth value: as it stands, without quotes in JSON.
    Bare(String),
    Json(Json),
    List(Vec<Tree>),
    /// A record or a map.
    Members(Vec<(Name, Tree)>),
    /// Values by number; each becomes a member of its own.
    Numbered(Vec<(u32, Tree)>),
    File(Upload),
}

impl Tree {
    /// Takes over what a value says; `None` when that is nothing.
    pub(crate) fn of(view: View<'_>) -> Option<Self> {
        Some(match view {
            View::None => return None,
            View::Text(text) => Tree::Text(text.into_owned()),
            View::Json(json) => Tree::Json(json.clone()),
            View::List(list) => {
                let mut trees = Vec::new();
                for view in list.views() {
                    if let Some(tree) = Tree::of(view) {
                        trees.push(tree);
                    }
                }
                Tree::List(trees)
            }
            View::Map(entries) => {
                let mut all = Vec::new();
                for (name, view) in entries.views() {
                    add_member(&mut all, name, view);
                }
                Tree::Members(all)
            }
            View::Numbered(entries) => {
                let mut all = Vec::new();
                for (n, view) in entries.views() {
                    if let Some(tree) = Tree::of(view) {
                        all.push((n, tree));
                    }
                }
                Tree::Numbered(all)
            }
            View::Record(record) => Tree::Members(record_members(None, record)),
            View::Variant(variant) => {
                Tree::Members(record_members(variant.missing_tag(), variant.record))
            }
            View::Sensitive(value) => return Tree::of(value.view()),
            View::File(file) => Tree::File(file.clone()),
            scalar @ (View::Integer(_) | View::Decimal(_) | View::Bool(_)) => {
                Tree::Bare(scalar.scalar()?.into_owned())
            }
        })
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Tree::Text(text) | Tree::Bare(text) => Some(Cow::Borrowed(text)),
            // in a form, nothing is written as an empty value
            Tree::Json(json) if json.kind() == Kind::Null => Some(Cow::Borrowed("")),
            Tree::Json(json) => View::Json(json).scalar(),
            _ => None,
        }
    }

    /// Whether it is a list of records that spread over numbered names.
    fn is_family(&self) -> bool {
        matches!(self, Tree::List(list) if list.iter().any(|element| {
            matches!(element, Tree::Members(members)
                if members.iter().any(|(name, _)| name.contains("{i")))
        }))
    }
}

/// The members of a record: what tells it from others, its fields, then what it holds beyond them.
fn record_members(tag: Option<(&str, &str)>, record: &dyn Record) -> Vec<(Name, Tree)> {
    let mut all = Vec::new();
    if let Some((name, text)) = tag {
        add_member(&mut all, name, View::Text(Cow::Borrowed(text)));
    }
    for (name, view) in members(record) {
        add_member(&mut all, name, view);
    }
    all
}

fn add_member(members: &mut Vec<(Name, Tree)>, name: &str, view: View<'_>) {
    if let Some(tree) = Tree::of(view) {
        members.push((Name::Owned(name.to_owned()), tree));
    }
}

/// The members under the names they have on the wire: numbered values become members of their own, and
/// so do the members of records that spread over numbered names.
pub(crate) fn spread(members: &[(Name, Tree)]) -> Vec<(String, &Tree)> {
    let mut all = Vec::with_capacity(members.len());
    spread_into(&mut all, members, None);
    all
}

fn spread_into<'a>(
    all: &mut Vec<(String, &'a Tree)>,
    members: &'a [(Name, Tree)],
    index: Option<usize>,
) {
    for (name, tree) in members {
        let name = index.map_or_else(|| name.to_string(), |index| indexed(name, index));
        match tree {
            Tree::Numbered(values) => {
                for (n, value) in values {
                    all.push((numbered_name(&name, *n), value));
                }
            }
            Tree::List(elements) if index.is_none() && tree.is_family() => {
                for (index, element) in elements.iter().enumerate() {
                    if let Tree::Members(members) = element {
                        spread_into(all, members, Some(index));
                    }
                }
            }
            tree => all.push((name, tree)),
        }
    }
}

/// Fills in which element of a list it is: `{i}` counts from 1, `{i0}` from 0, and `{i?}` leaves the
/// first one bare.
fn indexed(name: &str, index: usize) -> String {
    let count = (index + 1).to_string();
    let unless_first = if index == 0 { "" } else { count.as_str() };
    name.replace("{i}", &count).replace("{i?}", unless_first).replace("{i0}", &index.to_string())
}

/// Writes members as a JSON object.
pub(crate) fn write_object(members: &[(Name, Tree)]) -> Result<String, Trouble> {
    let mut text = String::from("{");
    for (name, tree) in spread(members) {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&quoted(&name));
        text.push(':');
        write_value(&mut text, &name, tree)?;
    }
    text.push('}');
    Ok(text)
}

/// Writes values as a JSON array.
pub(crate) fn write_list(name: &str, list: &[Tree]) -> Result<String, Trouble> {
    let mut text = String::from("[");
    for tree in list {
        if text.len() > 1 {
            text.push(',');
        }
        write_value(&mut text, name, tree)?;
    }
    text.push(']');
    Ok(text)
}

fn write_value(text: &mut String, name: &str, tree: &Tree) -> Result<(), Trouble> {
    match tree {
        Tree::Text(value) => text.push_str(&quoted(value)),
        Tree::Bare(value) => text.push_str(value),
        Tree::Json(json) => text.push_str(json.text()),
        Tree::List(list) => text.push_str(&write_list(name, list)?),
        Tree::Members(members) => text.push_str(&write_object(members)?),
        Tree::Numbered(_) => {
            return Err(Trouble::new(name, "numbered values inside of each other"));
        }
        Tree::File(_) => return Err(Trouble::new(name, "a file cannot be part of a JSON body")),
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    encode_view(&View::Text(Cow::Borrowed(text)))
}
