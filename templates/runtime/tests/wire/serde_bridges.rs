//! Serde on records, ids and enums.

use super::fixture::{FULL, Note, NoteId, NoteState, note};
use runtime::runtime::wire::{Date, DateTime, DateTimeOrKeyword, encode};
use serde_json::{from_str, from_value, to_string, to_value};

#[test]
fn records_go_through_serde_and_back() {
    let read = note(FULL);
    let again: Note = from_str(&to_string(&read).expect("writes")).expect("reads");
    assert_eq!(again, note(&encode(&again)));
    // numbers inside of raw JSON pass through serde's numbers
    let plain =
        note(&FULL.replace("1e2", "100.0").replace(r#""z":1,"a":null"#, r#""a":null,"z":1"#));
    let again: Note = from_value(to_value(&plain).expect("writes")).expect("reads");
    assert_eq!(again, plain);
}

#[test]
fn decimals_are_strings_and_so_exact() {
    let read = note(r#"{"Amount":1234567890123456789.012345678,"Pages":3}"#);
    let text = to_string(&read).expect("writes");
    assert_eq!(text, r#"{"Amount":"1234567890123456789.012345678","Pages":3}"#);
    assert_eq!(from_str::<Note>(&text).expect("reads"), read);
}

#[test]
fn the_bridge_is_as_forgiving_as_the_reader() {
    let read: Note =
        from_str(r#"{"Pages":"3","Comments":{"Text":"x"},"Urgent":""}"#).expect("reads");
    assert_eq!((read.pages, read.comments.len(), read.urgent), (Some(3), 1, None));
    let error = from_str::<Note>(r#"{"Comments":[{"At":"x"}]}"#).expect_err("refused").to_string();
    assert!(error.starts_with("$.Comments[0].At: expected a date and time"), "{error}");
    assert!(from_str::<Note>("null").is_err() && from_str::<Note>("5").is_err());
}

#[test]
fn ids_and_enums_are_text() {
    assert_eq!(to_string(&NoteId::from("007")).expect("writes"), "\"007\"");
    assert_eq!(from_str::<NoteId>("\"007\"").expect("reads"), NoteId::from("007"));
    assert_eq!(from_str::<NoteId>("7").expect("reads"), NoteId::from(7));
    assert_eq!(to_string(&NoteState::Approved).expect("writes"), "\"APPROVED\"");
    assert_eq!(from_str::<NoteState>("\"NEW\"").expect("reads"), NoteState::from("NEW"));
    assert!(from_str::<NoteId>("[]").is_err() && from_str::<NoteState>("null").is_err());
}

#[test]
fn dates_are_strings_as_written() {
    let text = r#""2021-08-31 04:00:00.000+0000""#;
    assert_eq!(to_string(&from_str::<DateTime>(text).expect("reads")).expect("writes"), text);
    assert_eq!(from_str::<Date>("\"2021-08-31\"").ok(), Date::new(2021, 8, 31));
    let keyword = from_str::<DateTimeOrKeyword>("\"NOW\"").expect("reads");
    assert_eq!(keyword, DateTimeOrKeyword::from("NOW"));
    assert!(from_str::<DateTime>("null").is_err() && from_str::<Date>("\"NOW\"").is_err());
}
