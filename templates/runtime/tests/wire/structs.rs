//! Structs: nested, numbered, repeated and unknown members.

use super::fixture::{Comment, Note, NoteId, coercion, decimal, note, reported, unreadable, with};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::record;
use runtime::runtime::codec::{Context, Decode, EncodeStruct, decode_envelope};
use runtime::runtime::json::Raw;
use runtime::wire::{DateTime, Decimal, Extra, Json};

#[test]
fn absent_structs_are_none() {
    for name in ["Address", "ReplyTo"] {
        for value in ["\"\"", "\" \"", "null", "[]", "[null]"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
        assert_ne!(with(name, "{}"), note("{}"), "an object without members is not absent");
        for value in ["5", "true", "\"x\"", "[5]", "[{},{}]"] {
            let error = unreadable(name, value);
            assert_eq!((error.path(), error.expected()), (format!("$.{name}"), "an object"));
        }
    }
}

#[test]
fn a_list_of_one_object_is_that_object() {
    let (read, report) = reported("Address", r#"[{"City":"Bern"}]"#);
    assert_eq!(read.address.and_then(|a| a.city).as_deref(), Some("Bern"));
    assert_eq!(coercion(&report), ("$.Address", "read the only element of a list"));
    assert_eq!(unreadable("Address", r#"[null,{"Floor":"x"}]"#).path(), "$.Address[1].Floor");
}

#[test]
fn structs_are_nested() {
    let read = with("ReplyTo", r#"{"ReplyTo":{"Id":"3"},"Pages":2}"#);
    let first = read.reply_to.expect("present");
    assert_eq!(first.pages, Some(2));
    assert!(first.reply_to.is_some_and(|second| second.id.is_some()));
    assert_eq!(
        unreadable("ReplyTo", r#"{"ReplyTo":{"Pages":"x"}}"#).path(),
        "$.ReplyTo.ReplyTo.Pages"
    );
}

#[test]
fn numbered_members_are_one_field() {
    let read = note(
        r#"{"Text7":"seven","Text1":"one","Money3_USD":"0.10","Text2":"","Text4294967295":"x"}"#,
    );
    let texts: Vec<_> = read.text.iter().map(|(n, text)| (n, text.as_str())).collect();
    assert_eq!(texts, [(1, "one"), (7, "seven"), (u32::MAX, "x")]);
    assert_eq!(read.money.get(3), Some(&decimal("0.10")));
    assert!(read.extra.is_empty());
    assert_eq!(unreadable("Money2_USD", "\"x\"").path(), "$.Money2_USD");
}

#[test]
fn names_that_do_not_match_the_pattern_are_unknown() {
    for name in
        ["Text", "Text01", "Text+1", "Text1a", "Text{n}", "Text4294967296", "Money_USD", "text1"]
    {
        let read = with(name, "\"x\"");
        assert!(read.text.is_empty() && read.money.is_empty(), "{name}");
        assert_eq!(read.extra.get(name).map(Json::as_json), Some("\"x\""), "{name}");
    }
}

#[test]
fn unknown_members_are_kept_in_every_struct() {
    let document =
        r#"{"N1":1.50,"Address":{"N2":[1, 2]},"Comments":[{"Address":{"N3":{"a":null}}}],"N0":""}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    let outer: Vec<_> = read.extra.iter().map(|(name, json)| (name, json.as_json())).collect();
    assert_eq!(outer, [("N1", "1.50"), ("N0", "\"\"")]);
    let address = read.address.expect("present");
    assert_eq!(address.extra.get("N2").map(Json::as_json), Some("[1, 2]"));
    let inner = read.comments[0].address.as_ref().and_then(|a| a.extra.get("N3"));
    assert_eq!(inner.map(Json::as_json), Some(r#"{"a":null}"#));
    let paths = ["$.N1", "$.Address.N2", "$.Comments[0].Address.N3", "$.N0"];
    assert_eq!(report.unknown_members, paths);
    // names are case-sensitive
    assert_eq!(with("id", "1").extra.len(), 1);
}

#[test]
fn the_last_of_several_members_is_used() {
    for (document, same, path) in [
        (r#"{"Pages":1,"Pages":2}"#, r#"{"Pages":2}"#, "$.Pages"),
        (r#"{"Pages":1,"Pages":null}"#, "{}", "$.Pages"),
        (r#"{"Tags":["a"],"Tags":["b","c"]}"#, r#"{"Tags":["b","c"]}"#, "$.Tags"),
        (r#"{"Settings":{"a":1},"Settings":{"b":1}}"#, r#"{"Settings":{"b":1}}"#, "$.Settings"),
        (r#"{"Settings":{"a":1,"a":2}}"#, r#"{"Settings":{"a":2}}"#, "$.Settings.a"),
        (r#"{"Address":{"City":"a"},"Address":{}}"#, r#"{"Address":{}}"#, "$.Address"),
        (r#"{"Text1":"a","Text1":"b"}"#, r#"{"Text1":"b"}"#, "$.Text1"),
        (r#"{"Text1":"a","Text1":""}"#, "{}", "$.Text1"),
        (r#"{"New":1,"New":[]}"#, r#"{"New":[]}"#, "$.New"),
    ] {
        let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
        assert_eq!(read, note(same), "{document}");
        let what = "used the last of several members of this name";
        assert!(report.coercions.iter().any(|c| c.path == path && c.what == what), "{document}");
    }
}

#[test]
fn an_unreadable_value_is_replaced_by_a_later_member() {
    let read = note(r#"{"Amount":"n/a","Amount":"5"}"#);
    assert_eq!((read.amount, read.extra.len()), (Some(decimal("5")), 0));
    assert_eq!(encode(&note(r#"{"Amount":"n/a","Amount":""}"#)), "{}");
    assert_eq!(encode(&note(r#"{"Text1":"a","Text1":["b"]}"#)), r#"{"Text1":["b"]}"#);
    let read = note(r#"{"Amount":"5","Amount":"n/a","New":1}"#);
    assert_eq!((read.amount, read.extra.len()), (None, 2));
}

#[test]
fn repeated_members_are_errors_in_strict_mode() {
    for (document, path) in [
        (r#"{"Pages":1,"Pages":1}"#, "$.Pages"),
        (r#"{"New":1,"New":2}"#, "$.New"),
        (r#"{"Address":{"City":"a","City":"b"}}"#, "$.Address.City"),
        (r#"{"Settings":{"a":1,"a":2}}"#, "$.Settings.a"),
    ] {
        let error = decode_strict::<Note>(document.as_bytes()).expect_err(document);
        assert_eq!((&*error.path(), error.expected()), (path, "one member"));
    }
    let document = br#"{"Comments":[{"Text":"a"}],"Comments":[]}"#;
    let mut items = Vec::<Comment>::new();
    let mut decode = |strict| {
        decode_envelope(document, &["Comments"], &mut items, &mut Context::new().strict(strict))
    };
    assert!(decode(false).is_ok());
    assert_eq!(decode(true).expect_err("repeated").path(), "$.Comments");
}

#[test]
fn fields_without_a_member_keep_their_values() {
    let mut read = note(r#"{"Pages":1,"Type":"x"}"#);
    let raw = Raw::document(br#"{"Pages":2}"#).expect("JSON");
    assert_eq!(read.decode_into(raw, &mut Context::new()), Ok(true));
    assert_eq!(read, note(r#"{"Pages":2,"Type":"x"}"#));
}

#[test]
fn names_may_contain_escapes() {
    assert_eq!(note(r#"{"P\u0061ges":7}"#).pages, Some(7));
}

#[test]
fn a_document_must_not_be_absent() {
    fn expected<T: runtime::json::FromJson>(document: &str) -> String {
        match decode::<T>(document.as_bytes()) {
            Ok(_) => panic!("{document} is decoded"),
            Err(error) => error.expected().to_owned(),
        }
    }
    for document in ["null", "{}", "\"\""] {
        assert_eq!(expected::<i64>(document), "an integer", "{document}");
        assert_eq!(expected::<Decimal>(document), "a decimal number of at most 28 digits");
        assert_eq!(expected::<bool>(document), "true or false");
        assert_eq!(expected::<DateTime>(document), "a date and time");
        assert_eq!(expected::<NoteId>(document), "a value that is not empty");
    }
    for document in ["null", "{}"] {
        assert_eq!(expected::<String>(document), "a string", "{document}");
    }
}

#[test]
fn a_document_may_be_an_empty_text() {
    for document in ["\"\"", " \"\"\n"] {
        assert_eq!(decode::<String>(document.as_bytes()).expect("a string"), "", "{document}");
        assert_eq!(decode_strict::<String>(document.as_bytes()).expect("a string"), "");
    }
}

#[test]
fn a_document_must_be_an_object() {
    for document in ["null", "\"\"", "[]", "5", "[{},{}]", "\"x\""] {
        for decode in [decode::<Note>, decode_strict] {
            let error = decode(document.as_bytes()).expect_err("not an object");
            assert_eq!((error.path(), error.expected()), ("$".into(), "an object"), "{document}");
        }
    }
    assert_eq!(note(r#"[{"Pages":1}]"#).pages, Some(1));
    assert_eq!(note("\u{feff} {\"Pages\":1}\n").pages, Some(1));
}

/// A struct without fields.
#[derive(Clone, Default)]
struct Anything {
    extra: Extra,
}
record!(Anything {});

#[test]
fn a_struct_without_fields_keeps_all_members() {
    let read: Anything = decode(br#"{"b":1,"a":[2]}"#).expect("decodes");
    assert_eq!(encode(&read), r#"{"b":1,"a":[2]}"#);
    assert!(read.fields().list.is_empty() && read.meta().members.is_empty());
}
