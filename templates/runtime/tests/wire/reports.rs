//! Reports.

use super::fixture::{FULL, Note, note};
use runtime::runtime::wire::decode_with_report;

#[test]
fn a_document_as_declared_has_an_empty_report() {
    let document = r#"{"Id":"1","CreationDate":"2020-09-10T09:45:07Z","Amount":1.5,"Pages":1,
        "Urgent":true,"State":"PENDING","Tags":["a"],"Comments":[{"Text":"x"}],"Text1":"a"}"#;
    let (_, report) = decode_with_report::<Note>(document.as_bytes()).expect("reads");
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_report_changes_nothing() {
    let (read, report) = decode_with_report::<Note>(FULL.as_bytes()).expect("reads");
    assert_eq!(read, note(FULL));
    assert_eq!(report.unknown_members, ["$.ReplyTo.Extra1", "$.Comments[1].New", "$.Unknown"]);
    assert!(report.coercions.is_empty() && report.unknown_values.is_empty());
}

#[test]
fn paths_in_reports_are_whole() {
    let document = r#"{"Comments":[{"At":""},{"BaseUrl":{"Floor":"3"}},{"At":"2020-01-01"}]}"#;
    let (_, report) = decode_with_report::<Note>(document.as_bytes()).expect("reads");
    let notes: Vec<_> = report.coercions.iter().map(|c| (c.path.as_str(), c.what)).collect();
    let expected = [
        ("$.Comments[0].At", "read as nothing"),
        ("$.Comments[1].BaseUrl.Floor", "read from text"),
        ("$.Comments[2].At", "assumed UTC"),
    ];
    assert_eq!(notes, expected);
}
