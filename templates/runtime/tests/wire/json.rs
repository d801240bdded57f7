//! JSON values of any kind.

use runtime::json::{decode, encode};
use runtime::wire::{Decimal, Json, JsonKind};

#[test]
fn json_is_parsed_on_demand() {
    let json = Json::parse(r#" {"a": [1, 2.50], "b": "x\ny", "a": [3]} "#).expect("JSON");
    assert_eq!(json.kind(), JsonKind::Object);
    assert_eq!(json.get("a").map(|a| a.as_json().to_owned()), Some("[3]".into()));
    assert_eq!(json.get("b").and_then(|b| b.to_str().map(String::from)), Some("x\ny".into()));
    assert!(json.get("c").is_none() && json.to_str().is_none() && json.elements().is_none());
    let names: Vec<_> = json.members().into_iter().flatten().map(|(name, _)| name).collect();
    assert_eq!(names.iter().map(|name| &**name).collect::<Vec<_>>(), ["a", "b"]);
    let list = Json::parse("[1, null, \"x\"]").expect("JSON");
    let texts: Vec<_> = list.elements().into_iter().flatten().map(|e| e.to_string()).collect();
    assert_eq!(texts, ["1", "null", "\"x\""]);
    assert!(list.get("a").is_none() && list.members().is_none());
    assert_eq!(Json::parse("[1, 2]").and_then(|list| list.to::<Vec<u8>>()), Ok(vec![1, 2]));
    assert!(list.to::<Vec<u8>>().is_err());
    for malformed in ["{", "1 2", "", "nul", "<a/>", "\"\n\""] {
        assert!(Json::parse(malformed).is_err() && malformed.parse::<Json>().is_err());
    }
    assert_eq!(Json::from(serde_json::json!({"a": 1})).as_json(), r#"{"a":1}"#);
}

#[test]
fn strings_and_numbers_convert_exactly() {
    assert_eq!(Json::from("a\"\\\n\u{1}é").as_json(), r#""a\"\\\n\u0001é""#);
    assert_eq!(Json::from(String::from("1")).as_json(), "\"1\"");
    assert_eq!(Json::from("[1]").kind(), JsonKind::String);
    assert_eq!(Json::from(i64::MIN).as_json(), "-9223372036854775808");
    assert_eq!(Json::from(Decimal::new(1250, 2)).as_json(), "12.50");
    assert_eq!(Json::from(Decimal::MIN).as_json(), "-79228162514264337593543950335");
    assert_eq!((Json::from(true).as_json(), Json::from(false).as_json()), ("true", "false"));
    assert_eq!(Json::null().as_json(), "null");
    // an integer literal needs no type
    fn json(value: impl Into<Json>) -> Json {
        value.into()
    }
    assert_eq!((json(5).as_json(), json("5").as_json()), ("5", "\"5\""));
    let text: String = (0..0x300_u32).filter_map(char::from_u32).collect();
    assert_eq!(Json::from(text.as_str()).to_str().as_deref(), Some(text.as_str()));
    assert_eq!(Json::from(text.as_str()).to::<String>(), Ok(text));
}

#[test]
fn equality_is_that_of_the_text() {
    let parse = |text: &str| Json::parse(text).expect("JSON");
    assert_eq!(parse(" 1.0 "), parse("1.0"));
    assert_ne!(parse("1.0"), parse("1.00"));
    assert_eq!(parse("\"a\""), Json::from("a"));
}

#[test]
fn invalid_unicode_is_kept_but_is_not_a_string() {
    let json: Json = decode(br#""a\ud83d""#).expect("JSON");
    assert_eq!((json.kind(), json.to_str()), (JsonKind::String, None));
    assert_eq!(encode(&json), r#""a\ud83d""#);
}
