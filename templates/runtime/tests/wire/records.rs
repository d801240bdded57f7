//! Records: nested, numbered, duplicate, unknown members.

use super::fixture::{Note, coercion, decimal, note, refused, reported, with};
use runtime::record;
use runtime::runtime::wire::{
    DecodeError, EncodeStruct, Extra, Json, decode, decode_record, decode_with_report, encode,
};

#[test]
fn what_holds_nothing_is_no_record() {
    for name in ["BaseUrl", "ReplyTo"] {
        for value in ["\"\"", "\" \"", "null", "[]", "[null]"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
        assert_ne!(with(name, "{}"), note("{}"), "an object is one, even without members");
        for value in ["5", "true", "\"x\"", "[5]", "[{},{}]"] {
            let fault = refused(name, value);
            assert_eq!((fault.path(), fault.expected()), (format!("$.{name}"), "an object"));
        }
    }
}

#[test]
fn a_list_of_one_object_is_that_record() {
    let (read, report) = reported("BaseUrl", r#"[{"City":"Bern"}]"#);
    assert_eq!(read.address.and_then(|a| a.city).as_deref(), Some("Bern"));
    assert_eq!(coercion(&report), ("$.BaseUrl", "read the one element of a list"));
    assert_eq!(refused("BaseUrl", r#"[null,{"Floor":"x"}]"#).path(), "$.BaseUrl[1].Floor");
}

#[test]
fn boxed_records_nest() {
    let read = with("ReplyTo", r#"{"ReplyTo":{"Id":"3"},"Pages":2}"#);
    let first = read.reply_to.expect("first");
    assert_eq!(first.pages, Some(2));
    assert!(first.reply_to.is_some_and(|second| second.id.is_some()));
    assert_eq!(
        refused("ReplyTo", r#"{"ReplyTo":{"Pages":"x"}}"#).path(),
        "$.ReplyTo.ReplyTo.Pages"
    );
}

#[test]
fn numbered_members_are_collected() {
    let read = note(
        r#"{"Text7":"seven","Text1":"one","Money3_USD":"0.10","Text2":"","Text4294967295":"x"}"#,
    );
    let texts: Vec<_> = read.text.iter().map(|(n, text)| (n, text.as_str())).collect();
    assert_eq!(texts, [(1, "one"), (7, "seven"), (u32::MAX, "x")]);
    assert_eq!(read.money.get(3), Some(&decimal("0.10")));
    assert!(read.extra.is_empty());
    assert_eq!(refused("Money2_USD", "\"x\"").path(), "$.Money2_USD");
}

#[test]
fn names_that_only_look_numbered_are_unknown() {
    for name in
        ["Text", "Text01", "Text+1", "Text1a", "Text{n}", "Text4294967296", "Money_USD", "text1"]
    {
        let read = with(name, "\"x\"");
        assert!(read.text.is_empty() && read.money.is_empty(), "{name}");
        assert_eq!(read.extra.get(name).map(Json::text), Some("\"x\""), "{name}");
    }
}

#[test]
fn unknown_members_are_kept_at_every_level() {
    let document =
        r#"{"N1":1.50,"BaseUrl":{"N2":[1, 2]},"Comments":[{"BaseUrl":{"N3":{"a":null}}}],"N0":""}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("reads");
    let outer: Vec<_> = read.extra.iter().map(|(name, json)| (name, json.text())).collect();
    assert_eq!(outer, [("N1", "1.50"), ("N0", "\"\"")]);
    let address = read.address.expect("is there");
    assert_eq!(address.extra.get("N2").map(Json::text), Some("[1, 2]"));
    let inner = read.comments[0].address.as_ref().and_then(|a| a.extra.get("N3"));
    assert_eq!(inner.map(Json::text), Some(r#"{"a":null}"#));
    let paths = ["$.N1", "$.BaseUrl.N2", "$.Comments[0].BaseUrl.N3", "$.N0"];
    assert_eq!(report.unknown_members, paths);
    // names are compared exactly
    assert_eq!(with("id", "1").extra.len(), 1);
}

#[test]
fn the_last_of_several_members_wins() {
    for (document, same, path) in [
        (r#"{"Pages":1,"Pages":2}"#, r#"{"Pages":2}"#, "$.Pages"),
        (r#"{"Pages":1,"Pages":null}"#, "{}", "$.Pages"),
        (r#"{"Tags":["a"],"Tags":["b","c"]}"#, r#"{"Tags":["b","c"]}"#, "$.Tags"),
        (r#"{"Settings":{"a":1},"Settings":{"b":1}}"#, r#"{"Settings":{"b":1}}"#, "$.Settings"),
        (r#"{"Settings":{"a":1,"a":2}}"#, r#"{"Settings":{"a":2}}"#, "$.Settings.a"),
        (r#"{"BaseUrl":{"City":"a"},"BaseUrl":{}}"#, r#"{"BaseUrl":{}}"#, "$.BaseUrl"),
        (r#"{"Text1":"a","Text1":"b"}"#, r#"{"Text1":"b"}"#, "$.Text1"),
        (r#"{"Text1":"a","Text1":""}"#, "{}", "$.Text1"),
        (r#"{"New":1,"New":[]}"#, r#"{"New":[]}"#, "$.New"),
    ] {
        let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("reads");
        assert_eq!(read, note(same), "{document}");
        let what = "took the last of several members of this name";
        assert!(report.coercions.iter().any(|c| c.path == path && c.what == what), "{document}");
    }
}

#[test]
fn members_that_a_document_does_not_mention_stay() {
    let mut read = note(r#"{"Pages":1,"Type":"x"}"#);
    decode_record(br#"{"Pages":2}"#, &mut read).expect("reads");
    assert_eq!(read, note(r#"{"Pages":2,"Type":"x"}"#));
}

#[test]
fn escaped_names_are_names() {
    assert_eq!(note(r#"{"P\u0061ges":7}"#).pages, Some(7));
}

#[test]
fn a_document_must_be_a_record() {
    let fault = |document: &[u8]| -> DecodeError { decode::<Note>(document).expect_err("refused") };
    for document in ["null", "\"\"", "[]", "5", "[{},{}]", "\"x\""] {
        let fault = fault(document.as_bytes());
        assert_eq!((fault.path(), fault.expected()), ("$".into(), "an object"), "{document}");
    }
    assert_eq!(note(r#"[{"Pages":1}]"#).pages, Some(1));
    assert_eq!(note("\u{feff} {\"Pages\":1}\n").pages, Some(1));
}

/// Nothing is known about it.
#[derive(Clone, Default)]
struct Anything {
    extra: Extra,
}
record!(Anything {});

#[test]
fn a_record_without_fields_keeps_everything() {
    let read: Anything = decode(br#"{"b":1,"a":[2]}"#).expect("reads");
    assert_eq!(encode(&read), r#"{"b":1,"a":[2]}"#);
    assert!(read.slots().list.is_empty() && read.names().members.is_empty());
}
