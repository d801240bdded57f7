//! Lists of items, and the other members of their response.

use super::fixture::{Comment, Note};
use runtime::json::{DecodeError, DecodeReport, decode};
use runtime::runtime::codec::{Context, Envelope, decode_envelope};
use runtime::wire::Json;

const NAMES: &[&str] = &["Comments", "comments"];

fn decode_comments(document: &str) -> Result<(Envelope, Vec<Comment>), DecodeError> {
    let mut items = Vec::new();
    let mut cx = Context::new().strict(true);
    let envelope = decode_envelope(document.as_bytes(), NAMES, &mut items, &mut cx)?;
    Ok((envelope, items))
}

fn lenient(document: &str) -> (Envelope, Vec<Comment>, DecodeReport) {
    let mut items = Vec::new();
    let mut cx = Context::with_report();
    let envelope = decode_envelope(document.as_bytes(), NAMES, &mut items, &mut cx);
    (envelope.expect(document), items, cx.into_report())
}

#[test]
fn items_are_decoded_and_other_members_are_returned() {
    let document = r#"{"@page":"1","Comments":[{"Text":"a"},{"Text":"b"}],"@total":2,"x":{"y":1}}"#;
    let (envelope, items) = decode_comments(document).expect("decodes");
    assert_eq!(items.len(), 2);
    assert!(envelope.found);
    let others: Vec<_> = envelope.members.iter().map(|(n, json)| (n, json.as_json())).collect();
    assert_eq!(others, [("@page", "\"1\""), ("@total", "2"), ("x", r#"{"y":1}"#)]);
}

#[test]
fn items_may_be_a_single_object_or_absent() {
    for (document, count, found) in [
        (r#"{"Comments":{"Text":"a"}}"#, 1, true),
        (r#"{"Comments":""}"#, 0, true),
        (r#"{"Comments":null}"#, 0, true),
        (r#"{"comments":[{}]}"#, 1, true),
        (r#"{"@page":1}"#, 0, false),
        ("{}", 0, false),
        (r#"[{"Text":"a"},{"Text":"b"}]"#, 2, true),
        ("[]", 0, true),
    ] {
        let (envelope, items) = decode_comments(document).expect(document);
        assert_eq!((items.len(), envelope.found), (count, found), "{document}");
        assert_eq!(lenient(document).1, items, "{document}");
    }
}

#[test]
fn the_last_of_several_lists_is_used_unless_decoding_is_strict() {
    let document = r#"{"Comments":[{}],"Comments":[{},{}]}"#;
    let (envelope, items, _) = lenient(document);
    assert_eq!((items.len(), envelope.found), (2, true));
    let error = decode_comments(document).expect_err("repeated");
    assert_eq!((&*error.path(), error.found()), ("$.Comments", "a repeated one"));
}

#[test]
fn the_first_spelling_takes_precedence_and_others_are_kept() {
    let (envelope, items) =
        decode_comments(r#"{"comments":[{}],"Comments":[{},{}]}"#).expect("decodes");
    assert_eq!(items.len(), 2);
    assert_eq!(envelope.members.get("comments").map(Json::as_json), Some("[{}]"));
}

#[test]
fn strict_errors_have_the_path_of_the_item() {
    let path = |document: &str| decode_comments(document).expect_err("unreadable").path();
    assert_eq!(path(r#"{"Comments":[{},{"At":"x"}]}"#), "$.Comments[1].At");
    assert_eq!(path(r#"{"Comments":{"At":"x"}}"#), "$.Comments.At");
    assert_eq!(path(r#"{"Comments":[{},5]}"#), "$.Comments[1]");
    assert_eq!(path(r#"[{"At":"x"}]"#), "$[0].At");
}

#[test]
fn a_document_that_is_no_list_is_an_error() {
    for (document, path) in [
        ("5", "$"),
        ("null", "$"),
        ("\"\"", "$"),
        ("true", "$"),
        (r#"{"Comments":5}"#, "$.Comments"),
        (r#"{"Comments":"x"}"#, "$.Comments"),
        (r#"{"Comments":true}"#, "$.Comments"),
    ] {
        for mut cx in [Context::new(), Context::new().strict(true)] {
            let mut items = Vec::<Comment>::new();
            let decoded = decode_envelope(document.as_bytes(), NAMES, &mut items, &mut cx);
            assert_eq!(decoded.expect_err(document).path(), path, "{document}");
        }
    }
}

#[test]
fn unreadable_items_are_kept_under_the_name_of_the_list() {
    let document = r#"{"Comments":[{"Text":"a"},5,{"At":"x"},[1, 2],{"Text":"b"}],"@page":1}"#;
    let (envelope, items, report) = lenient(document);
    assert_eq!(items.len(), 3);
    assert_eq!(items[1].extra.get("At").map(Json::as_json), Some("\"x\""));
    assert_eq!(items[2].text.as_deref(), Some("b"));
    assert_eq!(envelope.members.get("Comments").map(Json::as_json), Some("[5,[1, 2]]"));
    assert_eq!(envelope.members.get("@page").map(Json::as_json), Some("1"));
    let unreadable: Vec<_> =
        report.unreadable.iter().map(|value| (&*value.path, &*value.expected)).collect();
    let expected = [
        ("$.Comments[1]", "an object"),
        ("$.Comments[2].At", "a date and time"),
        ("$.Comments[3]", "an object"),
    ];
    assert_eq!(unreadable, expected);
}

#[test]
fn unreadable_items_of_other_forms_are_kept_too() {
    for (document, name, kept) in [
        (r#"[5,{"Text":"a"}]"#, "Comments", "[5]"),
        (r#"{"comments":["x",{}]}"#, "comments", r#"["x"]"#),
        (r#"{"Comments":{"Comment":[{},7]}}"#, "Comments", "[7]"),
    ] {
        let (envelope, items, _) = lenient(document);
        assert_eq!(items.len(), 1, "{document}");
        assert_eq!(envelope.members.get(name).map(Json::as_json), Some(kept), "{document}");
    }
}

#[test]
fn documents_may_be_lists_or_json_of_any_kind() {
    let notes: Vec<Note> = decode(br#"[{"Pages":1},{"Pages":2}]"#).expect("decodes");
    assert_eq!(notes.iter().map(|note| note.pages).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let json: Json = decode(b" {\"a\": [1.50]} ").expect("decodes");
    assert_eq!(json.as_json(), r#"{"a": [1.50]}"#);
}
