//! Lists and maps.

use super::fixture::{coercion, decimal, note, refused, reported, with};
use runtime::runtime::wire::Json;

#[test]
fn what_holds_nothing_is_an_empty_list() {
    for name in ["Tags", "Amounts", "Comments", "Rows"] {
        for value in ["\"\"", "\" \"", "null", "[]", "{}", "[null]"] {
            assert_eq!(with(name, value), note("{}"), "{name}: {value}");
        }
    }
}

#[test]
fn a_bare_element_is_a_list_of_one() {
    let (read, report) = reported("Comments", r#"{"Text":"hm"}"#);
    assert_eq!(read.comments.len(), 1);
    assert_eq!(read.comments[0].text.as_deref(), Some("hm"));
    assert_eq!(coercion(&report), ("$.Comments", "read as a list of one"));
    assert_eq!(with("Tags", "\"a,b\"").tags, ["a,b"]);
    assert_eq!(with("Amounts", "1.50").amounts, [decimal("1.50")]);
}

#[test]
fn empty_elements_are_skipped_and_noted() {
    let (read, report) = reported("Comments", r#"[null,{"Text":"a"},"",{"Text":"b"}]"#);
    assert_eq!(read.comments.len(), 2);
    assert_eq!(read.comments[1].text.as_deref(), Some("b"));
    let paths = report.coercions.iter().filter(|c| c.what == "skipped an empty element");
    let paths: Vec<_> = paths.map(|c| c.path.as_str()).collect();
    assert_eq!(paths, ["$.Comments[0]", "$.Comments[2]"]);
    assert_eq!(with("Tags", r#"["a","",null,"b"]"#).tags, ["a", "b"]);
}

#[test]
fn faults_count_the_elements_of_the_document() {
    let fault = refused("Comments", r#"[null,{"Text":"a"},{"At":"late"}]"#);
    assert_eq!(fault.path(), "$.Comments[2].At");
    assert_eq!(fault.to_string(), "$.Comments[2].At: expected a date and time, found \"late\"");
    assert_eq!(refused("Amounts", r#"[1,"x"]"#).path(), "$.Amounts[1]");
    assert_eq!(refused("Comments", "\"text\"").path(), "$.Comments");
    assert_eq!(refused("Comments", "[5]").path(), "$.Comments[0]");
}

#[test]
fn maps_keep_order_and_everything_in_them() {
    let read = with("Settings", r#"{"z":1,"a":null,"m":{"k":[]},"e":""}"#);
    let entries: Vec<_> = read.settings.iter().map(|(name, json)| (name, json.text())).collect();
    assert_eq!(entries, [("z", "1"), ("a", "null"), ("m", r#"{"k":[]}"#), ("e", "\"\"")]);
    assert_eq!(read.settings.get("z").map(Json::text), Some("1"));
    let rows = with("Rows", r#"[{"Action_Date":"1","B":2},{"C":null}]"#).rows;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].get("B").map(Json::text), Some("2"));
    assert_eq!(with("Labels", r#"{"a":"x","b":"","c":null}"#).labels.len(), 1);
}

#[test]
fn what_holds_nothing_is_an_empty_map() {
    for value in ["\"\"", "null", "[]", "{}"] {
        assert_eq!(with("Settings", value), note("{}"), "{value}");
    }
    for value in ["5", "\"x\"", "[1]"] {
        assert_eq!(refused("Settings", value).expected(), "an object", "{value}");
    }
    assert_eq!(refused("Labels", r#"{"a b":{"x":1}}"#).path(), r#"$.Labels["a b"]"#);
}
