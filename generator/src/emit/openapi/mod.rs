//! Renders the spec as one standard OpenAPI file for other tools.
//!
//! References are internal, groups are tags, and numbered form members are spelled out.
//! Each path and each component is converted and written before the next one, because the values of all take much memory.

mod components;
mod convert;
mod flatten;
mod value;
mod writer;
mod yaml;

use indexmap::IndexMap;

use crate::emit::HEADER;
use crate::load::{ValueSchema, objects};
use crate::spec::{Cursor, Document};
use value::{Mapping, Value};
use writer::Writer;

/// The keys of the root that only this generator needs.
const OMITTED: [&str; 5] = ["x-parts", "x-group", "x-ids", "x-references", "x-allow"];

/// Returns the spec as one OpenAPI file.
pub fn bundle(document: &Document) -> String {
    let Some(root) = document.root_file() else { return String::new() };
    let mut writer = Writer::default();
    for key in ["openapi", "info", "servers", "security"] {
        copy(&mut writer, &root, key);
    }
    writer.add("tags", &tags(document), 0);
    write_paths(&mut writer, document);
    let mut text = format!("# {HEADER} from spec/; edit the files there.\n");
    text.push_str(&writer.take_text());
    let components = components::render(&mut writer, document);
    for (key, _) in root.members() {
        if key.starts_with("x-") && !OMITTED.contains(&key) {
            copy(&mut writer, &root, key);
        }
    }
    text.push_str(&components::join(components, &writer));
    text.push_str(&writer.take_text());
    text
}

fn copy(writer: &mut Writer, from: &Cursor<'_>, key: &str) {
    if let Some(member) = from.get(key) {
        writer.add(key, &Value::new(member.node), 0);
    }
}

/// Returns a tag for each group.
fn tags(document: &Document) -> Value<'_> {
    let groups = document.files().filter_map(|file| file.get("x-group"));
    Value::List(groups.filter_map(tag).collect())
}

fn tag(group: Cursor<'_>) -> Option<Value<'_>> {
    let mut tag = Mapping::default();
    tag.insert("name".into(), group.get_str("title")?.into());
    if let Some(description) = group.get_str("description") {
        tag.insert("description".into(), description.into());
    }
    Some(Value::Map(tag))
}

fn write_paths(writer: &mut Writer, document: &Document) {
    // Two groups may share a path with different methods.
    let mut items: IndexMap<&str, Vec<(Option<&str>, Cursor<'_>)>> = IndexMap::new();
    for file in document.files() {
        let title = file.get("x-group").and_then(|group| group.get_str("title"));
        for (path, item) in file.get_members("paths") {
            items.entry(path).or_default().push((title, item));
        }
    }
    let paths = items.into_iter().map(|(path, items)| {
        let items = items.iter().map(|(title, item)| path_item(document, *title, item));
        (path, Value::Map(items.flatten().collect()))
    });
    writer.add_members("paths", paths);
}

/// Returns the members of a path item, with the title of the group as the first tag of each operation.
fn path_item<'a>(document: &'a Document, title: Option<&'a str>, item: &Cursor<'a>) -> Mapping<'a> {
    let schema = ValueSchema::Object(&objects::PATH_ITEM);
    let Value::Map(mut members) = convert::convert(document, item, schema) else {
        return Mapping::default();
    };
    for (key, operation) in &mut members {
        if let Some(title) = title
            && objects::METHODS.contains(&key.as_ref())
        {
            add_tag(operation, title);
        }
    }
    members
}

/// Adds the tag of the group as the first tag.
fn add_tag<'a>(operation: &mut Value<'a>, title: &'a str) {
    let Value::Map(members) = operation else { return };
    let mut tagged = Mapping::default();
    let mut tags = vec![Value::from(title)];
    if let Some(Value::List(own)) = members.swap_remove("tags") {
        tags.extend(own.into_iter().filter(|own| own.as_str() != Some(title)));
    }
    tagged.insert("tags".into(), Value::List(tags));
    tagged.extend(std::mem::take(members));
    *members = tagged;
}
