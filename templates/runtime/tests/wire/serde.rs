//! Serde implementations of models, ids, enums and JSON.

use super::fixture::{FULL, Note, NoteId, NoteState, decimal, note};
use runtime::json::encode;
use runtime::wire::{Date, DateTime, DateTimeOrKeyword, Json, Map};
use serde_core::Deserialize;
use serde_core::de::value::{Error, MapDeserializer};
use serde_json::{from_reader, from_slice, from_str, from_value, to_string, to_value};

/// Deserializes a note from members that are not JSON text.
fn from_members<'de, T>(members: &[(&'static str, T)]) -> Result<Note, Error>
where
    T: Copy + serde_core::de::IntoDeserializer<'de, Error>,
{
    Note::deserialize(MapDeserializer::new(members.iter().copied()))
}

#[test]
fn models_are_equal_after_serde() {
    let read = note(FULL);
    let text = to_string(&read).expect("serializes");
    assert_eq!(from_str::<Note>(&text).expect("deserializes"), read);
    assert_eq!(from_slice::<Note>(text.as_bytes()).expect("deserializes"), read);
    assert_eq!(from_reader::<_, Note>(text.as_bytes()).expect("deserializes"), read);
    // in a `Value`, numbers are binary and the members of objects are sorted
    let plain =
        note(&FULL.replace("1e2", "100.0").replace(r#""z":1,"a":null"#, r#""a":null,"z":1"#));
    let again: Note = from_value(to_value(&plain).expect("serializes")).expect("deserializes");
    assert_eq!(again, plain);
}

#[test]
fn decimals_are_serialized_as_strings() {
    let read = note(r#"{"Amount":1234567890123456789.012345678,"Pages":3}"#);
    let text = to_string(&read).expect("serializes");
    assert_eq!(text, r#"{"Amount":"1234567890123456789.012345678","Pages":3}"#);
    assert_eq!(from_str::<Note>(&text).expect("deserializes"), read);
    assert_eq!(from_value::<Note>(to_value(&read).expect("serializes")).expect("decodes"), read);
}

#[test]
fn decimals_are_exact_in_encoded_json_too() {
    for amount in ["65.10", "1234567890123456.12345678", "0.1", "9999999999999999999999999999"] {
        let read = note(&format!(r#"{{"Amount":"{amount}","Amounts":[{amount}]}}"#));
        let encoded = encode(&read);
        assert_eq!(encoded, format!(r#"{{"Amount":{amount},"Amounts":[{amount}]}}"#));
        assert_eq!(from_str::<Note>(&encoded).expect("deserializes"), read);
        assert_eq!(from_reader::<_, Note>(encoded.as_bytes()).expect("deserializes"), read);
    }
}

#[test]
fn floats_of_other_formats_are_exact_or_an_error() {
    assert_eq!(from_members(&[("Amount", 65.10)]).expect("exact").amount, Some(decimal("65.1")));
    let exact = from_members(&[("Amount", 123_456_789_012.345)]).expect("exact");
    assert_eq!(exact.amount, Some(decimal("123456789012.345")));
    for inexact in [1_234_567_890_123_456.2_f64, 0.1 + 0.2, 1.0 / 3.0] {
        let error = from_members(&[("Amount", inexact)]).expect_err("inexact").to_string();
        assert!(error.contains("15 digits"), "{error}");
        assert!(from_members(&[("New", inexact)]).is_err());
    }
    assert!(from_members(&[("Amount", 0.1_f32)]).is_err());
    let nan = from_members(&[("Amount", f64::NAN)]).expect("read as `null`");
    assert_eq!(nan, Note::default());
    // integers are exact in every format
    let read = from_members(&[("Amount", u64::MAX)]).expect("exact");
    assert_eq!(read.amount, Some(decimal("18446744073709551615")));
    let read = from_members(&[("Amount", "12.50"), ("Id", "007")]).expect("strings");
    assert_eq!(encode(&read), r#"{"Id":"007","Amount":12.50}"#);
}

#[test]
fn serde_accepts_what_decoding_accepts() {
    let read: Note =
        from_str(r#"{"Pages":"3","Comments":{"Text":"x"},"Urgent":""}"#).expect("deserializes");
    assert_eq!((read.pages, read.comments.len(), read.urgent), (Some(3), 1, None));
    let document = r#"{"Comments":[{"At":"x"}],"Amount":"1,065.00","Tags":["a",{"b":1}]}"#;
    let read: Note = from_str(document).expect("deserializes");
    assert_eq!(read, note(document));
    assert_eq!(read.comments[0].extra.get("At").map(Json::as_json), Some("\"x\""));
    assert_eq!(read.extra.len(), 2);
    for document in ["null", "5", "[]", "\"\""] {
        assert!(from_str::<Note>(document).is_err(), "{document}");
    }
}

#[test]
fn extra_members_keep_their_text() {
    let document = concat!(
        r#"{"Amount":"n/a","A":1.50,"B":[1e2,-0,0.10,123456789012345678901234567890],"#,
        r#""C":{"z":1.0,"a":[true,null,"x\ny"]},"D":1234567890123456.12345678}"#
    );
    let mut text = document.to_owned();
    for _ in 0..3 {
        let read: Note = from_str(&text).expect("deserializes");
        assert_eq!(read, note(document));
        text = to_string(&read).expect("serializes");
        assert_eq!(
            text,
            document
                .replace(r#""Amount":"n/a","#, "")
                .replace(r#"{"A":"#, r#"{"Amount":"n/a","A":"#)
        );
    }
}

#[test]
fn json_is_exact_in_serde_json() {
    for text in [
        "1.50",
        "-0",
        "-0.0",
        "1e2",
        "1E+2",
        "1e400",
        "18446744073709551616",
        "1234567890123456.12345678",
        "\"a\\\"\\n\\u0001é😀\"",
        "\"lone \\ud800\"",
        "[]",
        "[1.0,[2.00],{}]",
        r#"{"b":1.10,"a":{"b":[null,true,false]},"":""}"#,
        r#"{"a":1,"a":2}"#,
        r#"{"\ud800":1}"#,
        "null",
    ] {
        let json = Json::parse(text).expect(text);
        assert_eq!(to_string(&json).expect("serializes"), text);
        assert_eq!(from_str::<Json>(text).expect("deserializes"), json);
        assert_eq!(from_reader::<_, Json>(text.as_bytes()).expect("deserializes"), json);
        let map: Map<Json> = [("a", json.clone())].into_iter().collect();
        assert_eq!(encode(&map), format!("{{\"a\":{text}}}"));
    }
    // whitespace around values is not significant
    let json: Json = from_str(" { \"a\" : [ 1.50 ] } ").expect("deserializes");
    assert_eq!(json.as_json(), "{ \"a\" : [ 1.50 ] }");
    assert_eq!(to_string(&json).expect("serializes"), r#"{"a":[1.50]}"#);
}

#[test]
fn json_is_native_where_that_is_exact() {
    let json = Json::parse(r#"{"a":[1,-2,1.5,true,null,"x"]}"#).expect("JSON");
    let value = serde_json::json!({"a": [1, -2, 1.5, true, null, "x"]});
    assert_eq!(to_value(&json).expect("serializes"), value);
    assert_eq!(from_value::<Json>(value).expect("deserializes").as_json(), json.as_json());
    let large = MapDeserializer::<_, Error>::new([("a", 0.1 + 0.2)].into_iter());
    assert!(Json::deserialize(large).is_err());
    let small = MapDeserializer::<_, Error>::new([("a", 1.5)].into_iter());
    assert_eq!(Json::deserialize(small).expect("exact").as_json(), r#"{"a":1.5}"#);
}

#[test]
fn ids_and_enums_are_strings() {
    assert_eq!(to_string(&NoteId::from("007")).expect("serializes"), "\"007\"");
    assert_eq!(from_str::<NoteId>("\"007\"").expect("deserializes"), NoteId::from("007"));
    assert_eq!(from_str::<NoteId>("7").expect("deserializes"), NoteId::from(7));
    assert_eq!(to_string(&NoteState::Approved).expect("serializes"), "\"APPROVED\"");
    assert_eq!(from_str::<NoteState>("\"NEW\"").expect("deserializes"), NoteState::from("NEW"));
    assert!(from_str::<NoteId>("[]").is_err() && from_str::<NoteState>("null").is_err());
}

#[test]
fn empty_ids_are_strings() {
    let empty: NoteId = from_str("\"\"").expect("deserializes");
    assert_eq!(empty, NoteId::default());
    assert_eq!(to_string(&empty).expect("serializes"), "\"\"");
    // as a member, an empty string is absent
    assert_eq!(from_str::<Note>(r#"{"Id":""}"#).expect("deserializes").id, None);
    let note = Note { id: Some(NoteId::from("")), ..Note::default() };
    assert_eq!(encode(&note), r#"{"Id":""}"#);
    assert_eq!(to_string(&note).expect("serializes"), r#"{"Id":""}"#);
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
