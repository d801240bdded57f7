//! Strings, ids and enums.

use super::fixture::{NoteId, NoteState, coercion, note, reported, unreadable, with};

#[test]
fn escaped_whitespace_is_absent() {
    for value in [r#""\t""#, r#"" \n ""#, r#""\u0020""#] {
        assert_eq!(with("Amount", value), with("Amount", "null"), "{value}");
    }
    assert_eq!(unreadable("Amount", r#""\tx""#).path(), "$.Amount");
}

#[test]
fn placeholders_are_strings() {
    for text in [" ", "n/a", "null", "NA", "[]", "0", "ü€😀", "a\"b\\c\n"] {
        let value = serde_json::to_string(text).expect("text");
        assert_eq!(with("Type", &value).r#type.as_deref(), Some(text));
        assert_eq!(with("Id", &value).id, Some(NoteId::from(text)));
    }
    assert_eq!(with("Type", r#""\u00fc\ud83d\ude00""#).r#type.as_deref(), Some("ü😀"));
}

#[test]
fn empty_strings_are_absent() {
    for name in ["Type", "Id", "State", "AuthorEmail"] {
        for value in ["\"\"", "null", "[]", "{}"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
    }
    assert!(reported("Type", "\"\"").1.is_empty());
}

#[test]
fn numbers_and_booleans_are_kept_as_strings() {
    for value in
        ["1000", "12.50", "1e2", "-0", "12345678901234567890123456789012345", "true", "false"]
    {
        let (read, report) = reported("Id", value);
        assert_eq!(read.id, Some(NoteId::from(value)));
        assert_eq!(coercion(&report), ("$.Id", "kept as a string"));
        assert_eq!(with("Type", value).r#type.as_deref(), Some(value));
    }
}

#[test]
fn lists_and_objects_are_not_strings() {
    for value in ["[\"a\"]", "{\"a\":1}", "[[]]"] {
        for name in ["Type", "Id", "State"] {
            let error = unreadable(name, value);
            assert_eq!((error.path(), error.expected()), (format!("$.{name}"), "a string"));
        }
    }
    // half of a surrogate pair is not a character
    let error = unreadable("Type", r#""a\ud800""#);
    assert_eq!((error.path(), error.expected()), ("$.Type".into(), "a string of valid Unicode"));
}

#[test]
fn leading_zeros_of_ids_survive() {
    assert_eq!(with("Id", "\"00005\"").id.as_ref().map(NoteId::as_str), Some("00005"));
}

#[test]
fn ids_are_created_from_strings_and_integers() {
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
    let state = read.state.expect("present");
    assert_eq!((state.as_str(), state.is_known()), ("NEWER", false));
    assert_eq!(state.to_string(), "NEWER");
    assert_eq!(report.unknown_values, ["$.State"]);
    assert!(report.coercions.is_empty());
    assert!(matches!(state, NoteState::Unknown(_)));
    // values are case-sensitive
    assert!(!NoteState::from("pending").is_known());
}

#[test]
fn a_listed_string_is_always_the_listed_variant() {
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
