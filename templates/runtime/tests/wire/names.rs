//! Finding the field of a member.

use super::fixture::{FULL, Note, note};
use runtime::json::{decode, encode};
use runtime::record;
use runtime::runtime::codec::{DecodeStruct, EncodeStruct};
use runtime::wire::Extra;

/// Returns the JSON text of each member of the full document.
fn members() -> Vec<String> {
    let value: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(FULL).expect("a document");
    value.iter().map(|(name, value)| format!("{name:?}:{value}")).collect()
}

#[test]
fn the_order_of_members_is_irrelevant() {
    let members = members();
    let expected = note(&format!("{{{}}}", members.join(",")));
    for by in 0..members.len() {
        let mut other = members.clone();
        other.rotate_left(by);
        assert_eq!(note(&format!("{{{}}}", other.join(","))), expected);
        other.reverse();
        assert_eq!(note(&format!("{{{}}}", other.join(","))), expected);
    }
}

#[test]
fn a_struct_has_one_field_for_each_name() {
    let mut note = Note::default();
    let count = note.meta().members.len();
    assert_eq!(count, 22);
    assert_eq!(note.fields().list.len(), count);
    let mut visited = 0;
    note.visit_fields(&mut |_, fields, _| {
        visited = fields.len();
        Ok(())
    })
    .expect("the visitor succeeds");
    assert_eq!(visited, count);
}

#[test]
fn the_time_is_linear_in_the_number_of_unknown_members() {
    // a quadratic lookup takes minutes
    let members: Vec<_> = (0..200_000).map(|n| format!("\"X{n}\":{n}")).collect();
    let read = note(&format!("{{{}}}", members.join(",")));
    assert_eq!(read.extra.len(), 200_000);
    assert_eq!(read.extra.get("X199999").map(|json| json.as_json()), Some("199999"));
    assert_eq!(note(&encode(&read)), read);
}

/// Names with braces that are no placeholders.
#[derive(Clone, Default)]
struct Braces {
    id: Option<String>,
    number: Option<String>,
    extra: Extra,
}
record!(Braces { "{id}" => id, "x{n}" => number });

#[test]
fn braces_in_names_are_sent_and_read_as_they_are() {
    let document = r#"{"{id}":"a","x{n}":"b","x5":"c","{n}":"d"}"#;
    let read: Braces = decode(document.as_bytes()).expect("decodes");
    assert_eq!((read.id.as_deref(), read.number.as_deref()), (Some("a"), Some("b")));
    assert_eq!(read.extra.len(), 2);
    assert_eq!(encode(&read), document);
    // the field takes precedence over an extra member of the same name
    let mut twice = read.clone();
    twice.extra.insert("x{n}", runtime::wire::Json::null());
    assert_eq!(encode(&twice), document);
}
