//! Lists and maps.

use super::fixture::{Note, coercion, decimal, note, reported, unreadable, with};
use runtime::json::decode;
use runtime::wire::{Json, Map};

#[test]
fn absent_values_are_an_empty_list() {
    for name in ["Tags", "Amounts", "Comments", "Records"] {
        for value in ["\"\"", "\" \"", "null", "[]", "{}", "[null]"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
    }
}

#[test]
fn an_element_without_an_array_is_a_list_of_one() {
    let (read, report) = reported("Comments", r#"{"Text":"hm"}"#);
    assert_eq!(read.comments.len(), 1);
    assert_eq!(read.comments[0].text.as_deref(), Some("hm"));
    assert_eq!(coercion(&report), ("$.Comments", "read as a list of one element"));
    assert_eq!(with("Tags", "\"a,b\"").tags, ["a,b"]);
    assert_eq!(with("Amounts", "1.50").amounts, [decimal("1.50")]);
}

#[test]
fn absent_elements_are_skipped_and_reported() {
    let (read, report) = reported("Comments", r#"[null,{"Text":"a"},"",{"Text":"b"}]"#);
    assert_eq!(read.comments.len(), 2);
    assert_eq!(read.comments[1].text.as_deref(), Some("b"));
    let paths = report.coercions.iter().filter(|c| c.what == "skipped an absent element");
    let paths: Vec<_> = paths.map(|c| c.path.as_str()).collect();
    assert_eq!(paths, ["$.Comments[0]", "$.Comments[2]"]);
    assert_eq!(with("Tags", r#"["a","",null,"b"]"#).tags, ["a", "b"]);
}

#[test]
fn errors_have_the_index_of_the_element_in_the_document() {
    let error = unreadable("Comments", r#"[null,{"Text":"a"},{"At":"late"}]"#);
    assert_eq!(error.path(), "$.Comments[2].At");
    assert_eq!(error.to_string(), "$.Comments[2].At: expected a date and time, found \"late\"");
    assert_eq!(unreadable("Comments", r#"{"At":"late"}"#).path(), "$.Comments.At");
    assert_eq!(unreadable("Amounts", r#"[1,"x"]"#).path(), "$.Amounts[1]");
    assert_eq!(unreadable("Comments", "\"text\"").path(), "$.Comments");
    assert_eq!(unreadable("Comments", "[5]").path(), "$.Comments[0]");
}

#[test]
fn a_list_with_an_unreadable_element_is_kept_as_a_whole() {
    let read = note(r#"{"Tags":["a",{"x":1},"b"],"Amounts":["1.0"]}"#);
    assert!(read.tags.is_empty());
    assert_eq!(read.extra.get("Tags").map(Json::as_json), Some(r#"["a",{"x":1},"b"]"#));
    assert_eq!(read.amounts, [decimal("1.0")]);
    // an unreadable value inside of an element affects that element only
    let read = note(r#"{"Comments":[{"Text":"a"},{"Text":"b","At":"x"}]}"#);
    assert_eq!(read.comments.len(), 2);
    assert_eq!(read.comments[1].text.as_deref(), Some("b"));
    assert_eq!(read.comments[1].extra.get("At").map(Json::as_json), Some("\"x\""));
    assert!(read.extra.is_empty());
}

#[test]
fn maps_keep_the_order_and_all_entries() {
    let read = with("Settings", r#"{"z":1,"a":null,"m":{"k":[]},"e":""}"#);
    let entries: Vec<_> = read.settings.iter().map(|(name, json)| (name, json.as_json())).collect();
    assert_eq!(entries, [("z", "1"), ("a", "null"), ("m", r#"{"k":[]}"#), ("e", "\"\"")]);
    assert_eq!(read.settings.get("z").map(Json::as_json), Some("1"));
    let records = with("Records", r#"[{"Action_Date":"1","B":2},{"C":null}]"#).records;
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].get("B").map(Json::as_json), Some("2"));
    assert_eq!(with("Labels", r#"{"a":"x","b":"","c":null}"#).labels.len(), 1);
}

#[test]
fn absent_values_are_an_empty_map() {
    for value in ["\"\"", "null", "[]", "{}"] {
        assert_eq!(with("Settings", value), note("{}"), "{value}");
    }
    for value in ["5", "\"x\"", "[1]"] {
        assert_eq!(unreadable("Settings", value).expected(), "an object", "{value}");
    }
    assert_eq!(unreadable("Labels", r#"{"a b":{"x":1}}"#).path(), r#"$.Labels["a b"]"#);
}

#[test]
fn documents_may_be_empty_lists_and_maps() {
    for document in ["[]", "{}", "[null]"] {
        assert_eq!(decode::<Vec<Note>>(document.as_bytes()), Ok(Vec::new()), "{document}");
    }
    assert_eq!(decode::<Map<String>>(b"{}"), Ok(Map::new()));
    for document in ["null", "\"\""] {
        let error = decode::<Vec<Note>>(document.as_bytes()).expect_err("not a list");
        assert_eq!(error.expected(), "a list or an object", "{document}");
    }
}
