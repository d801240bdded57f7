//! Finding slots by name.

use super::fixture::{FULL, Note, note};
use runtime::runtime::wire::{DecodeStruct, EncodeStruct, encode};

/// The members of a full document as texts of their own.
fn members() -> Vec<String> {
    let value: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(FULL).expect("a document");
    value.iter().map(|(name, value)| format!("{name:?}:{value}")).collect()
}

#[test]
fn any_order_of_members_gives_the_same_record() {
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
fn a_table_has_a_slot_for_each_name_and_none_beyond() {
    let mut note = Note::default();
    let count = note.names().members.len();
    assert_eq!(count, 22);
    assert_eq!(note.slots().list.len(), count);
    let mut filled = 0;
    note.fill(&mut |_, slots, _| {
        filled = slots.len();
        Ok(())
    })
    .expect("nothing is read");
    assert_eq!(filled, count);
}

#[test]
fn a_great_many_unknown_members_do_not_take_for_ever() {
    // quadratic look-up would need minutes
    let members: Vec<_> = (0..200_000).map(|n| format!("\"X{n}\":{n}")).collect();
    let read = note(&format!("{{{}}}", members.join(",")));
    assert_eq!(read.extra.len(), 200_000);
    assert_eq!(read.extra.get("X199999").map(|json| json.text()), Some("199999"));
    assert_eq!(note(&encode(&read)), read);
}
