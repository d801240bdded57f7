//! Encoding as JSON.

use super::fixture::{FULL, Note, note, with};
use runtime::json::encode;
use runtime::runtime::codec::{Encode, ValueRef, encode_value};
use runtime::wire::{Decimal, Json, Numbered, Upload};

#[test]
fn a_document_is_encoded_as_it_was_decoded() {
    let encoded = encode(&note(FULL));
    assert_eq!(encoded, FULL.replace(r"Z\u00fcrich", "Zürich"));
    assert_eq!(note(&encoded), note(FULL));
}

#[test]
fn absent_values_are_omitted() {
    assert_eq!(encode(&Note::default()), "{}");
    assert_eq!(
        encode(&note(r#"{"Type":"","Tags":[],"Settings":{},"Address":{}}"#)),
        r#"{"Address":{}}"#
    );
}

#[test]
fn ids_enums_and_numbers_have_their_json_types() {
    let read = note(r#"{"Id":5,"Amount":"1.50","Pages":"3","Urgent":"TRUE","State":"NEW"}"#);
    let expected = r#"{"Id":"5","Amount":1.50,"Pages":3,"Urgent":true,"State":"NEW"}"#;
    assert_eq!(encode(&read), expected);
}

#[test]
fn strings_are_escaped() {
    let all: String =
        (0..0x250_u32).filter_map(char::from_u32).chain("\u{2028}😀".chars()).collect();
    let read = Note { r#type: Some(all.clone()), ..Note::default() };
    let encoded = encode(&read);
    let value: serde_json::Value = serde_json::from_str(&encoded).expect("JSON");
    assert_eq!(value["Type"].as_str(), Some(all.as_str()));
    assert_eq!(note(&encoded), read);
    assert_eq!(encode_value(&"a\"\\\n\u{1}é".as_value()), r#""a\"\\\n\u0001é""#);
}

#[test]
fn numbered_values_are_members_of_their_own() {
    let mut read = Note::default();
    read.text.set(9, "nine".into());
    read.text.set(1, "one".into());
    read.money.set(2, Decimal::new(150, 2));
    assert_eq!(encode(&read), r#"{"Text1":"one","Text9":"nine","Money2_USD":1.50}"#);
    let alone: Numbered<String> = [(2, "b".to_owned())].into_iter().collect();
    assert_eq!(encode_value(&alone.as_value()), r#"{"2":"b"}"#);
}

#[test]
fn files_are_omitted() {
    let read = Note { attachment: Some(Upload::path("/tmp/a.csv")), ..with("Pages", "1") };
    assert_eq!(encode(&read), r#"{"Pages":1}"#);
}

#[test]
fn scalars_have_wire_text() {
    let json = |text: &str| Json::parse(text).expect("JSON");
    let text = |value: &dyn Encode| value.as_value().scalar().map(|text| text.into_owned());
    assert_eq!(text(&"a"), Some("a".into()));
    assert_eq!(text(&String::from("a")), Some("a".into()));
    assert_eq!(text(&Decimal::new(1250, 2)), Some("12.50".into()));
    assert_eq!(text(&5_000_000_000_i64), Some("5000000000".into()));
    assert_eq!(text(&u64::MAX), Some("18446744073709551615".into()));
    assert_eq!((text(&7_u32), text(&-7_i32)), (Some("7".into()), Some("-7".into())));
    assert_eq!(text(&true), Some("true".into()));
    assert_eq!(text(&json(r#""\u00e9""#)), Some("é".into()));
    assert_eq!(text(&json("1e2")), Some("1e2".into()));
    assert_eq!((text(&json("[1]")), text(&None::<String>), text(&vec![1_i64])), (None, None, None));
    assert!(matches!(Some(1_i64).as_value(), ValueRef::Integer(1)));
}
