//! Lists and what stands around them.

use super::fixture::{Comment, Note};
use runtime::runtime::wire::{
    DecodeError, Envelope, Json, decode_envelope, decode_into, decode_json,
};

fn read(document: &str) -> Result<(Envelope, Vec<Comment>), DecodeError> {
    let mut rows = Vec::new();
    let envelope = decode_envelope(document.as_bytes(), &["Comments", "comments"], &mut rows)?;
    Ok((envelope, rows))
}

#[test]
fn rows_are_read_and_the_rest_comes_back() {
    let document = r#"{"@page":"1","Comments":[{"Text":"a"},{"Text":"b"}],"@total":2,"x":{"y":1}}"#;
    let (envelope, rows) = read(document).expect("reads");
    assert_eq!(rows.len(), 2);
    assert!(envelope.found);
    let others: Vec<_> = envelope.members.iter().map(|(n, json)| (n, json.text())).collect();
    assert_eq!(others, [("@page", "\"1\""), ("@total", "2"), ("x", r#"{"y":1}"#)]);
}

#[test]
fn rows_may_be_bare_empty_or_missing() {
    for (document, count, found) in [
        (r#"{"Comments":{"Text":"a"}}"#, 1, true),
        (r#"{"Comments":""}"#, 0, true),
        (r#"{"Comments":null}"#, 0, true),
        (r#"{"comments":[{}]}"#, 1, true),
        (r#"{"@page":1}"#, 0, false),
        ("{}", 0, false),
        (r#"[{"Text":"a"},{"Text":"b"}]"#, 2, true),
        ("[]", 0, true),
        (r#"{"Comments":[{}],"Comments":[{},{}]}"#, 2, true),
    ] {
        let (envelope, rows) = read(document).expect(document);
        assert_eq!((rows.len(), envelope.found), (count, found), "{document}");
    }
}

#[test]
fn the_first_spelling_wins_and_others_are_kept() {
    let (envelope, rows) = read(r#"{"comments":[{}],"Comments":[{},{}]}"#).expect("reads");
    assert_eq!(rows.len(), 2);
    assert_eq!(envelope.members.get("comments").map(Json::text), Some("[{}]"));
}

#[test]
fn faults_name_the_row() {
    let path = |document: &str| read(document).expect_err("refused").path();
    assert_eq!(path(r#"{"Comments":[{},{"At":"x"}]}"#), "$.Comments[1].At");
    assert_eq!(path(r#"[{"At":"x"}]"#), "$[0].At");
    for document in ["5", "null", "\"\"", "true"] {
        assert_eq!(path(document), "$");
    }
}

#[test]
fn lists_and_unknown_documents_are_read_as_such() {
    let mut notes = Vec::<Note>::new();
    decode_into(br#"[{"Pages":1},{"Pages":2}]"#, &mut notes).expect("reads");
    assert_eq!(notes.iter().map(|note| note.pages).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let json = decode_json(b" {\"a\": [1.50]} ").expect("reads");
    assert_eq!(json.text(), r#"{"a": [1.50]}"#);
}
