//! Text, ids and enums.

use super::fixture::{NoteId, NoteState, coercion, note, refused, reported, with};

#[test]
fn sentinels_are_text() {
    for text in [" ", "n/a", "null", "NA", "[]", "0", "ü€😀", "a\"b\\c\n"] {
        let value = serde_json::to_string(text).expect("text");
        assert_eq!(with("Type", &value).r#type.as_deref(), Some(text));
        assert_eq!(with("Id", &value).id, Some(NoteId::from(text)));
    }
    assert_eq!(with("Type", r#""\u00fc\ud83d\ude00""#).r#type.as_deref(), Some("ü😀"));
}

#[test]
fn empty_text_is_none() {
    for name in ["Type", "Id", "State", "AuthorEmail"] {
        for value in ["\"\"", "null", "[]", "{}"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
    }
    assert!(reported("Type", "\"\"").1.is_empty());
}

#[test]
fn numbers_and_booleans_are_kept_as_their_exact_text() {
    for value in
        ["1000", "12.50", "1e2", "-0", "12345678901234567890123456789012345", "true", "false"]
    {
        let (read, report) = reported("Id", value);
        assert_eq!(read.id, Some(NoteId::from(value)));
        assert_eq!(coercion(&report), ("$.Id", "kept as text"));
        assert_eq!(with("Type", value).r#type.as_deref(), Some(value));
    }
}

#[test]
fn lists_and_objects_are_not_text() {
    for value in ["[\"a\"]", "{\"a\":1}", "[[]]"] {
        for name in ["Type", "Id", "State"] {
            let fault = refused(name, value);
            assert_eq!((fault.path(), fault.expected()), (format!("$.{name}"), "text"));
        }
    }
    // half a surrogate pair is no character
    assert_eq!(refused("Type", r#""\ud800""#).path(), "$.Type");
}

#[test]
fn leading_zeros_of_ids_survive() {
    assert_eq!(with("Id", "\"00005\"").id.as_ref().map(NoteId::as_str), Some("00005"));
}

#[test]
fn ids_come_from_text_and_whole_numbers() {
    fn id(value: impl Into<NoteId>) -> NoteId {
        value.into()
    }
    let five = id("5");
    assert_eq!(id(5), five);
    assert_eq!(id(String::from("5")), five);
    assert_eq!(id(&five), five);
    assert_eq!((five.to_string(), five.as_ref(), five.as_str()), ("5".into(), "5", "5"));
    assert_eq!(format!("{five:>3}"), "  5");
    assert!(id("05") < id("5") && NoteId::default().as_str().is_empty());
}

#[test]
fn unknown_enum_values_are_kept() {
    let (read, report) = reported("State", "\"NEWER\"");
    let state = read.state.expect("is there");
    assert_eq!((state.as_str(), state.is_known()), ("NEWER", false));
    assert_eq!(state.to_string(), "NEWER");
    assert_eq!(report.unknown_values, ["$.State"]);
    assert!(report.coercions.is_empty());
    assert!(matches!(state, NoteState::Unknown(_)));
    // compared exactly
    assert!(!NoteState::from("pending").is_known());
}

#[test]
fn known_text_is_always_the_known_value() {
    let (read, report) = reported("State", "\"PENDING\"");
    assert_eq!(read.state, Some(NoteState::Pending));
    assert!(report.is_empty());
    assert_eq!(NoteState::from("APPROVED"), NoteState::Approved);
    assert_eq!(NoteState::from(String::from("OTHER")), NoteState::Other);
    assert_eq!(NoteState::KNOWN, ["PENDING", "APPROVED", "OTHER"]);
    assert_eq!(NoteState::from("X"), NoteState::from("X"));
    assert_ne!(NoteState::from("X"), NoteState::from("Y"));
    for known in NoteState::KNOWN {
        assert_eq!(NoteState::from(*known).as_str(), *known);
    }
}
