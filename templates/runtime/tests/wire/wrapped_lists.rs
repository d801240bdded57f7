//! Lists in an object of one member, as they result from the conversion of XML.

use super::fixture::{Comment, Note, coercion, decimal, note, reported, unreadable, with};
use runtime::json::{decode_strict, encode};
use runtime::record;
use runtime::runtime::codec::{Context, decode_envelope};
use runtime::wire::{Extra, Json, Map, Sensitive};

#[test]
fn a_wrapped_list_is_decoded() {
    let (read, report) = reported("Comments", r#"{"Comment":[{"Text":"a"},{"Text":"b"}]}"#);
    let texts: Vec<_> = read.comments.iter().filter_map(|c| c.text.as_deref()).collect();
    assert_eq!(texts, ["a", "b"]);
    assert_eq!(coercion(&report), ("$.Comments", "read the list in an object of one member"));
    assert_eq!(with("Tags", r#"{"Tag":["a","b"]}"#).tags, ["a", "b"]);
    assert_eq!(with("Amounts", r#"{"Amount":["1.50",2]}"#).amounts.len(), 2);
    // an array may have any name
    assert_eq!(with("Tags", r#"{"Entry":["a"]}"#).tags, ["a"]);
    assert_eq!(encode(&with("Tags", r#"{"Tag":["a"]}"#)), r#"{"Tags":["a"]}"#);
}

#[test]
fn a_single_element_is_decoded_if_it_is_named_like_one() {
    let read = with("Comments", r#"{"Comment":{"Text":"a"}}"#);
    assert_eq!(read.comments.len(), 1);
    assert_eq!(read.comments[0].text.as_deref(), Some("a"));
    assert_eq!(with("Tags", r#"{"Tag":"a"}"#).tags, ["a"]);
    assert_eq!(with("Tags", r#"{"tag":"a"}"#).tags, ["a"]);
    assert_eq!(with("Amounts", r#"{"Amount":1.50}"#).amounts, [decimal("1.50")]);
    assert!(with("Tags", r#"{"Tag":""}"#).tags.is_empty());
    // any other name is one of an unreadable object
    assert_eq!(unreadable("Tags", r#"{"Entry":"a"}"#).path(), "$.Tags");
    assert_eq!(unreadable("Tags", r#"{"Tag":["a"],"Tag2":["b"]}"#).path(), "$.Tags");
    assert_eq!(unreadable("Tags", r#"{"Tag":null}"#).path(), "$.Tags");
}

#[test]
fn attributes_of_a_wrapper_are_skipped() {
    for document in [
        r#"{"Comment":[{"Text":"a"},{"Text":"b"}],"@count":"2"}"#,
        r#"{"@count":"2","@page":1,"Comment":[{"Text":"a"},{"Text":"b"}]}"#,
    ] {
        let (read, report) = reported("Comments", document);
        let texts: Vec<_> = read.comments.iter().filter_map(|c| c.text.as_deref()).collect();
        assert_eq!(texts, ["a", "b"], "{document}");
        assert!(report.unknown_members.contains(&r#"$.Comments["@count"]"#.to_owned()));
    }
    assert_eq!(with("Comments", r#"{"@count":"1","Comment":{"Text":"a"}}"#).comments.len(), 1);
    assert_eq!(with("Tags", r#"{"Tag":"a","@count":"1"}"#).tags, ["a"]);
    // an element with an attribute
    let read = with("Comments", r#"{"@id":"7","Text":"a"}"#);
    assert_eq!(read.comments[0].text.as_deref(), Some("a"));
    assert_eq!(read.comments[0].extra.get("@id").map(Json::as_json), Some(r#""7""#));
}

#[test]
fn attributes_around_the_items_of_a_response_are_its_members() {
    for (document, count) in [
        (r#"{"Comments":{"Comment":[{"Text":"a"},{"Text":"b"}],"@count":"2"}}"#, 2),
        (r#"{"Comments":{"@count":"2","Comment":{"Text":"a"}},"other":1}"#, 1),
        (r#"{"Comments":{"@count":"2","Comment":null}}"#, 0),
        (r#"{"Comments":{"@count":"2"}}"#, 0),
        // a member of the response takes precedence
        (r#"{"@count":"2","Comments":{"@count":"3"}}"#, 0),
    ] {
        for mut cx in [Context::new(), Context::new().strict(true)] {
            let mut items = Vec::<Comment>::new();
            let envelope = decode_envelope(document.as_bytes(), &["Comments"], &mut items, &mut cx);
            let members = envelope.expect(document).members;
            assert_eq!(items.len(), count, "{document}");
            assert_eq!(members.get("@count").map(Json::as_json), Some(r#""2""#), "{document}");
        }
    }
    // an element with any members
    let mut items = Vec::<Json>::new();
    let document = br#"{"Comments":{"@count":"0"}}"#;
    decode_envelope(document, &["Comments"], &mut items, &mut Context::new()).expect("decodes");
    assert!(items.is_empty());
}

/// A list element that declares the member with which lists are wrapped.
#[derive(Clone, Default)]
struct Folder {
    folder: Vec<String>,
    extra: Extra,
}
record!(Folder { "Folder" => folder });

/// A folder list with plural forms other than `s`.
#[derive(Clone, Default)]
struct Cabinet {
    folders: Vec<Folder>,
    categories: Vec<String>,
    addresses: Vec<String>,
    key_list: Vec<String>,
    secrets: Vec<Sensitive<String>>,
    json: Vec<Json>,
    maps: Vec<Map<Json>>,
    extra: Extra,
}
record!(Cabinet {
    "Folders" => folders,
    "Categories" => categories,
    "Addresses" => addresses,
    "KeyList" => key_list,
    "Secrets" => secrets,
    "Jsons" => json,
    "Maps" => maps,
});

fn cabinet(document: &str) -> Cabinet {
    decode_strict(document.as_bytes()).expect(document)
}

#[test]
fn an_element_that_declares_the_member_is_not_unwrapped() {
    let read = cabinet(r#"{"Folders":{"Folder":["a","b"]}}"#);
    assert_eq!(read.folders.len(), 1);
    assert_eq!(read.folders[0].folder, ["a", "b"]);
    assert!(read.folders[0].extra.is_empty());
    // a comment declares `Text`, so the object is a comment
    let read = note(r#"{"Comments":{"Text":["a"]}}"#);
    assert_eq!(read.comments[0].text, None);
    assert_eq!(read.comments[0].extra.get("Text").map(Json::as_json), Some(r#"["a"]"#));
}

#[test]
fn names_of_elements_are_recognized_by_their_plural() {
    assert_eq!(cabinet(r#"{"Categories":{"Category":"a"}}"#).categories, ["a"]);
    assert_eq!(cabinet(r#"{"Addresses":{"Address":"a"}}"#).addresses, ["a"]);
    assert_eq!(cabinet(r#"{"KeyList":{"Key":"a"}}"#).key_list, ["a"]);
    assert_eq!(cabinet(r#"{"Secrets":{"Secret":"a"}}"#).secrets[0].reveal(), "a");
}

#[test]
fn elements_with_any_members_are_unwrapped_by_name_only() {
    let read = cabinet(r#"{"Jsons":{"Json":[1,2]},"Maps":{"Map":[{"a":1},{"b":[2]}]}}"#);
    assert_eq!((read.json.len(), read.maps.len()), (2, 2));
    let read = cabinet(r#"{"Jsons":{"a":[1,2]},"Maps":{"b":[{"c":1}]}}"#);
    assert_eq!(read.json[0].as_json(), r#"{"a":[1,2]}"#);
    assert_eq!(read.maps[0].get("b").map(Json::as_json), Some(r#"[{"c":1}]"#));
}

#[test]
fn the_path_contains_the_member_of_the_wrapper() {
    let error = unreadable("Comments", r#"{"Comment":[{"Text":"a"},{"At":"x"}]}"#);
    assert_eq!(error.path(), "$.Comments.Comment[1].At");
    assert_eq!(unreadable("Comments", r#"{"Comment":{"At":"x"}}"#).path(), "$.Comments.Comment.At");
    let error = unreadable("Amounts", r#"{"Amount":[1,"x"]}"#);
    assert_eq!(error.path(), "$.Amounts.Amount[1]");
    let report = reported("Amounts", r#"{"Amount":["1.5"]}"#).1;
    let last = report.coercions.last().map(|coercion| coercion.path.as_str());
    assert_eq!(last, Some("$.Amounts.Amount[0]"));
}

#[test]
fn the_items_of_a_response_may_be_wrapped() {
    for (document, count) in [
        (r#"{"Comments":{"Comment":[{"Text":"a"},{"Text":"b"}]}}"#, 2),
        (r#"{"Comments":{"Comment":{"Text":"a"}}}"#, 1),
        (r#"{"Comments":{"Comment":[]}}"#, 0),
        (r#"{"Comments":{"Text":"a"}}"#, 1),
    ] {
        let mut items = Vec::<Comment>::new();
        let mut cx = Context::new().strict(true);
        let names = &["Comments"];
        let envelope =
            decode_envelope(document.as_bytes(), names, &mut items, &mut cx).expect(document);
        assert_eq!(items.len(), count, "{document}");
        assert!(envelope.found && envelope.members.is_empty(), "{document}");
        assert!(items.iter().all(|item| item.extra.is_empty()), "{document}");
    }
}

#[test]
fn nested_structs_have_wrapped_lists_too() {
    let read: Note = decode_strict(
        br#"{"ReplyTo":{"Comments":{"Comment":[{"Text":"a"},{"Text":"b"}]},"Tags":{"Tag":"x"}}}"#,
    )
    .expect("decodes");
    let reply = read.reply_to.expect("present");
    assert_eq!((reply.comments.len(), reply.tags.len()), (2, 1));
}
