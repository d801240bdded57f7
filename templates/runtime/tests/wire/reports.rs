//! Reports of decoding.

use super::fixture::{FULL, Note, note};
use runtime::json::decode_with_report;
use runtime::wire::Json;

#[test]
fn a_document_as_declared_has_an_empty_report() {
    let document = r#"{"Id":"1","CreationDate":"2020-09-10T09:45:07Z","Amount":1.5,"Pages":1,
        "Urgent":true,"State":"PENDING","Tags":["a"],"Comments":[{"Text":"x"}],"Text1":"a"}"#;
    let (_, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_report_does_not_change_the_result() {
    let (read, report) = decode_with_report::<Note>(FULL.as_bytes()).expect("decodes");
    assert_eq!(read, note(FULL));
    assert_eq!(report.unknown_members, ["$.ReplyTo.Extra1", "$.Comments[1].New", "$.Unknown"]);
    assert!(report.coercions.is_empty() && report.unknown_values.is_empty());
}

#[test]
fn reports_contain_paths_from_the_root() {
    let document = r#"{"Comments":[{"At":""},{"Address":{"Floor":"3"}},{"At":"2020-01-01"}]}"#;
    let (_, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    let notes: Vec<_> = report.coercions.iter().map(|c| (c.path.as_str(), c.what)).collect();
    let expected = [
        ("$.Comments[0].At", "read as absent"),
        ("$.Comments[1].Address.Floor", "read from a string"),
        ("$.Comments[2].At", "assumed UTC"),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn unreadable_values_are_listed_in_order() {
    let document = r#"{"Pages":"x","Comments":[{"At":"n/a","Address":{"Floor":[]}},
        {"Address":{"Floor":"high","City":["a"]}}],"Text2":{"a":1},"Labels":{"a":{}, "b":[1]}}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    let unreadable: Vec<_> =
        report.unreadable.iter().map(|value| (&*value.path, &*value.expected)).collect();
    let expected = [
        ("$.Pages", "an integer"),
        ("$.Comments[0].At", "a date and time"),
        ("$.Comments[1].Address.Floor", "an integer"),
        ("$.Comments[1].Address.City", "a string"),
        ("$.Text2", "a string"),
        ("$.Labels.b", "a string"),
    ];
    assert_eq!(unreadable, expected);
    assert!(!report.is_empty());
    let names: Vec<_> = read.extra.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Pages", "Text2", "Labels"]);
}

#[test]
fn nothing_is_reported_about_parts_of_an_unreadable_value() {
    // the whole list is kept as JSON, so none of its elements was converted or is unknown
    let document = r#"{"Comments":[{"At":"","New":1},{"At":"x"},{"At":"2020-01-01"},5]}"#;
    let (read, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    assert!(report.coercions.is_empty() && report.unknown_members.is_empty(), "{report:?}");
    assert_eq!(report.unreadable.len(), 1);
    assert_eq!(report.unreadable[0].path, "$.Comments[3]");
    assert!(read.comments.is_empty());
    assert!(read.extra.get("Comments").and_then(Json::elements).is_some_and(|all| all.len() == 4));
    // paths after it are complete
    let document = r#"{"Comments":[{"Address":{"Floor":1,"City":{"a":1}}},5],"New":1}"#;
    let (_, report) = decode_with_report::<Note>(document.as_bytes()).expect("decodes");
    assert_eq!(report.unknown_members, ["$.New"]);
}
