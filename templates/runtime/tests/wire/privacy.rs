//! What must not be shown is not shown.

use super::fixture::{Note, note, refused, with};
use runtime::runtime::wire::{Sensitive, Upload, decode, encode};

const SECRET: &str = "ada@example.org";

#[test]
fn debug_never_shows_a_sensitive_value() {
    let read = with("AuthorEmail", &format!("{SECRET:?}"));
    assert!(!format!("{read:?}").contains(SECRET) && !format!("{read:#?}").contains(SECRET));
    assert_eq!(format!("{read:?}"), "Note { AuthorEmail: [redacted] }");
    let email = read.author_email.clone().expect("is there");
    assert_eq!((email.reveal().as_str(), email.clone().into_inner().as_str()), (SECRET, SECRET));
    assert_eq!(email, Sensitive::from(SECRET));
    assert_eq!(encode(&read), format!("{{\"AuthorEmail\":{SECRET:?}}}"));
}

#[test]
fn debug_shows_what_is_there_by_wire_names() {
    let read = note(
        r#"{"Id":"07","Amount":"12.50","State":"PENDING","Comments":[{"At":"2026-01-15T08:00:00Z"}],
            "Labels":{"a":"b"},"Text3":"x","Urgent":"","New":1}"#,
    );
    let shown = "Note { Id: \"07\", Amount: 12.50, State: \"PENDING\", \
                 Comments: [Comment { At: \"2026-01-15T08:00:00Z\" }], \
                 Labels: {\"a\": \"b\"}, Text{n}: {3: \"x\"}, extra: {\"New\"} }";
    assert_eq!(format!("{read:?}"), shown);
}

#[test]
fn debug_never_shows_the_values_of_unknown_members() {
    let shown = format!("{:?}", with("NewEmail", &format!("{SECRET:?}")));
    assert!(shown.contains("NewEmail") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn faults_do_not_quote_what_may_be_private() {
    for fault in [
        refused("AuthorEmail", &format!("[{SECRET:?}]")),
        refused("AuthorEmail", &format!("\"{SECRET}\\ud800\"")),
        refused("BaseUrl", &format!("[{{\"City\":{SECRET:?}}},{{}}]")),
        refused("Type", &format!("{{\"a\":{SECRET:?}}}")),
        decode::<Note>(format!("{{\"AuthorEmail\":{SECRET:?}").as_bytes()).expect_err("cut"),
        decode::<Note>(format!("{{\"AuthorEmail\":{SECRET:?};}}").as_bytes()).expect_err("broken"),
    ] {
        assert!(!format!("{fault} {fault:?}").contains(SECRET), "{fault:?}");
    }
}

#[test]
fn excerpts_are_bounded() {
    let long = "ü".repeat(10_000);
    let fault = refused("Pages", &format!("{long:?}"));
    assert_eq!(fault.found().chars().count(), 60);
    assert!(fault.found().starts_with("\"ü") && fault.found().ends_with('…'));
}

#[test]
fn debug_of_a_file_does_not_show_its_content() {
    let file = Upload::bytes("notes.csv", SECRET.as_bytes().to_vec()).with_content_type("text/csv");
    let mut read = note("{}");
    read.attachment = Some(file);
    let shown = format!("{read:?}");
    assert!(shown.contains("notes.csv") && shown.contains("15 bytes") && !shown.contains(SECRET));
}
