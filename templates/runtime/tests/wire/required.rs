//! Structs that are only sent, with required fields.

use super::fixture::{Address, Note, NoteId};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::record;
use runtime::runtime::codec::EncodeStruct;
use runtime::wire::{Decimal, Extra, Json, Map, Sensitive};

/// A struct without `Default`, as the generator declares structs that are only sent.
#[derive(Clone)]
struct Letter {
    to: String,
    note: NoteId,
    amount: Decimal,
    tags: Vec<String>,
    address: Address,
    secret: Sensitive<String>,
    copies: Option<i64>,
    labels: Map<String>,
    extra: Extra,
}
record!(sent Letter {
    "To" => to required,
    "NoteId" => note required,
    "Amount" => amount required,
    "Tags" => tags required,
    "Address" => address required,
    "Secret" => secret required,
    "Copies" => copies,
    "Labels" => labels,
});

/// A struct with letters inside.
#[derive(Clone, Default)]
struct Batch {
    letters: Vec<Letter>,
    extra: Extra,
}
record!(Batch { "Letters" => letters });

/// A struct that is returned as well: its required fields are optional values.
#[derive(Clone, Default)]
struct Parcel {
    id: Option<NoteId>,
    weight: Option<Decimal>,
    extra: Extra,
}
record!(Parcel { "Id" => id required, "Weight" => weight });

const LETTER: &str = concat!(
    r#"{"To":"Ada","NoteId":"007","Amount":12.50,"Tags":["a","b"],"Address":{"City":"Bern"},"#,
    r#""Secret":"s","Copies":2,"Labels":{"x":"y"}}"#
);

/// Returns the members of the letter.
fn letter_members() -> Map<Json> {
    decode(LETTER.as_bytes()).expect("decodes")
}

fn letter() -> Letter {
    decode_strict(LETTER.as_bytes()).expect("decodes")
}

#[test]
fn required_fields_are_decoded_and_encoded() {
    let read = letter();
    assert_eq!((read.to.as_str(), read.note.as_str(), read.tags.len()), ("Ada", "007", 2));
    assert_eq!(read.amount, Decimal::new(1250, 2));
    assert_eq!(encode(&read), LETTER);
    assert!(!format!("{read:?}").contains("\"s\""), "{read:?}");
    let names = ["To", "NoteId", "Amount", "Tags", "Address", "Secret"];
    assert_eq!(read.meta().required, names);
    assert_eq!(Parcel::default().meta().required, ["Id"]);
}

#[test]
fn a_missing_required_member_is_an_error() {
    // a placeholder, such as an amount of 0, would be sent
    for name in ["To", "NoteId", "Amount", "Address", "Secret"] {
        for absent in ["null", r#""""#] {
            let mut members = letter_members();
            members.insert(name, Json::parse(absent).expect("JSON"));
            let document = encode(&members);
            for decode in [decode::<Letter>, decode_strict] {
                let error = decode(document.as_bytes()).expect_err(&document);
                assert_eq!(error.to_string(), format!("$.{name}: expected a value, found none"));
            }
        }
    }
    let error = decode::<Letter>(b"{}").expect_err("an error");
    assert_eq!(error.path(), "$.To");
}

#[test]
fn an_empty_required_list_is_checked_when_it_is_sent() {
    let mut members = letter_members();
    members.insert("Tags", Json::parse("[]").expect("JSON"));
    let read: Letter = decode_strict(encode(&members).as_bytes()).expect("decodes");
    assert!(read.tags.is_empty());
}

#[test]
fn the_last_value_of_a_required_member_is_used() {
    let twice = LETTER.replace("{\"To\"", "{\"To\":\"Bob\",\"To\"");
    assert_eq!(decode::<Letter>(twice.as_bytes()).expect("decodes").to, "Ada");
    let absent = LETTER.replace(",\"Tags\"", ",\"To\":null,\"Tags\"");
    assert_eq!(decode::<Letter>(absent.as_bytes()).expect_err("an error").path(), "$.To");
}

#[test]
fn an_unreadable_required_value_is_an_error() {
    // an empty value in its place would be sent
    for (member, path) in [
        (r#""Amount":"1,065.00""#, "$.Amount"),
        (r#""To":{"a":1}"#, "$.To"),
        (r#""Tags":["a",{}, {"b":1}]"#, "$.Tags[2]"),
        (r#""Address":5"#, "$.Address"),
        (r#""Secret":["x"]"#, "$.Secret"),
    ] {
        let document = format!("{{{member}}}");
        for decode in [decode::<Letter>, decode_strict] {
            let error = decode(document.as_bytes()).expect_err(&document);
            assert_eq!(error.path(), path, "{document}");
        }
    }
    // a value inside of a required struct is not required
    let document = LETTER.replace(r#""City":"Bern""#, r#""Floor":"high""#);
    let document = document.replace(r#""Copies":2"#, r#""Copies":"x""#);
    let read: Letter = decode(document.as_bytes()).expect("decodes");
    assert_eq!(read.address.extra.get("Floor").map(Json::as_json), Some("\"high\""));
    assert_eq!(read.extra.get("Copies").map(Json::as_json), Some("\"x\""));
}

#[test]
fn a_list_with_an_unreadable_required_value_is_kept() {
    let document = format!("{{\"Letters\":[{LETTER},{}]}}", LETTER.replace("12.50", "\"x\""));
    let (batch, report) = decode_with_report::<Batch>(document.as_bytes()).expect("decodes");
    assert!(batch.letters.is_empty());
    assert_eq!(report.unreadable[0].path, "$.Letters[1].Amount");
    assert_eq!(encode(&batch), document);
}

#[test]
fn required_fields_are_equal_after_serde() {
    let mut read = letter();
    read.extra.insert("New", Json::parse("1.50").expect("JSON"));
    let text = serde_json::to_string(&read).expect("serializes");
    assert_eq!(text, LETTER.replace("12.50", "\"12.50\"").replace("}}", "},\"New\":1.50}"));
    assert_eq!(serde_json::from_str::<Letter>(&text).expect("deserializes"), read);
    assert!(serde_json::from_str::<Letter>(r#"{"Amount":"x"}"#).is_err());
    assert!(serde_json::from_str::<Letter>("{}").is_err());
}

#[test]
fn required_fields_of_returned_structs_may_be_absent() {
    let read: Parcel = decode_strict(br#"{"Weight":"1.5"}"#).expect("decodes");
    assert_eq!((read.id.is_none(), read.weight), (true, Some(Decimal::new(15, 1))));
    let (read, report) = decode_with_report::<Parcel>(br#"{"Id":[1,2]}"#).expect("decodes");
    assert_eq!(report.unreadable.len(), 1);
    assert_eq!(encode(&read), r#"{"Id":[1,2]}"#);
    let note: Note = decode(br#"{"Id":[1,2]}"#).expect("decodes");
    assert_eq!(note.id, None);
}
