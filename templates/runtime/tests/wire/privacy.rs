//! `Debug` and errors do not contain private values.

use super::fixture::{Note, note, unreadable, with};
use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::record;
use runtime::wire::{Extra, Json, Map, Numbered, Sensitive, Upload};

const SECRET: &str = "ada@example.org";

#[test]
fn debug_never_shows_a_sensitive_value() {
    let read = with("AuthorEmail", &format!("{SECRET:?}"));
    assert!(!format!("{read:?}").contains(SECRET) && !format!("{read:#?}").contains(SECRET));
    assert_eq!(format!("{read:?}"), "Note { AuthorEmail: [redacted] }");
    let email = read.author_email.clone().expect("present");
    assert_eq!((email.reveal().as_str(), email.clone().into_inner().as_str()), (SECRET, SECRET));
    assert_eq!(email, Sensitive::from(SECRET));
    assert_eq!(encode(&read), format!("{{\"AuthorEmail\":{SECRET:?}}}"));
}

#[test]
fn debug_shows_fields_that_are_not_empty_by_wire_names() {
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
fn errors_do_not_quote_private_values() {
    for error in [
        unreadable("AuthorEmail", &format!("[{SECRET:?}]")),
        unreadable("AuthorEmail", &format!("\"{SECRET}\\ud800\"")),
        unreadable("Address", &format!("[{{\"City\":{SECRET:?}}},{{}}]")),
        unreadable("Type", &format!("{{\"a\":{SECRET:?}}}")),
        decode::<Note>(format!("{{\"AuthorEmail\":{SECRET:?}").as_bytes()).expect_err("truncated"),
        decode::<Note>(format!("{{\"AuthorEmail\":{SECRET:?};}}").as_bytes())
            .expect_err("malformed"),
    ] {
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}

/// Sensitive values in every kind of field.
#[derive(Clone, Default)]
struct Person {
    tax_id: Option<Sensitive<i64>>,
    emails: Vec<Sensitive<String>>,
    phones: Map<Sensitive<String>>,
    note: Option<Sensitive<Box<Note>>>,
    pins: Numbered<Sensitive<i64>>,
    extra: Extra,
}
record!(Person {
    "TaxId" => tax_id,
    "Emails" => emails,
    "Phones" => phones,
    "Note" => note,
    "Pin{n}" => pins,
});

#[test]
fn unreadable_sensitive_values_are_redacted_everywhere() {
    for document in [
        r#"{"TaxId":"ada@example.org"}"#,
        r#"{"Emails":["b",{"x":"ada@example.org"}]}"#,
        r#"{"Emails":["ada@example.org\udc00"]}"#,
        r#"{"Phones":{"home":["ada@example.org"]}}"#,
        r#"{"Note":{"Pages":"ada@example.org"}}"#,
        r#"{"Note":["ada@example.org"]}"#,
        r#"{"Pin3":"ada@example.org"}"#,
    ] {
        let error = decode_strict::<Person>(document.as_bytes()).expect_err(document);
        assert_eq!(error.found(), "[redacted]", "{document}");
        let (person, report) = decode_with_report::<Person>(document.as_bytes()).expect("decodes");
        assert_eq!(report.unreadable.len(), 1, "{document}");
        assert_eq!(report.unreadable[0].path, error.path(), "{document}");
        let shown = format!("{error} {error:?} {report:?} {person:?} {person:#?}");
        assert!(!shown.contains(SECRET), "{shown}");
        assert_eq!(encode(&person), document);
    }
}

#[test]
fn sensitive_values_of_every_type_are_decoded() {
    let person: Person = decode_strict(
        br#"{"TaxId":1234567,"Emails":"ada@example.org","Phones":{"a":"ada@example.org"},
            "Note":{"Type":"ada@example.org"},"Pin7":1234567}"#,
    )
    .expect("decodes");
    let shown = format!("{person:?}");
    assert!(!shown.contains(SECRET) && !shown.contains("1234567"), "{shown}");
    assert_eq!(person.tax_id, Some(Sensitive::from(1_234_567)));
    assert_eq!(person.emails, [Sensitive::from(SECRET)]);
    assert_eq!(person.note.and_then(|note| note.into_inner().r#type).as_deref(), Some(SECRET));
}

#[test]
fn errors_about_json_of_another_type_do_not_quote_it() {
    let json = Json::parse(&format!("[1, {SECRET:?}]")).expect("JSON");
    let error = json.to::<Vec<u8>>().expect_err("not a list of numbers");
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    assert!(error.to_string().contains("Vec<u8>"), "{error}");
}

#[test]
fn excerpts_have_a_maximum_length() {
    let long = "ü".repeat(10_000);
    let error = unreadable("Pages", &format!("{long:?}"));
    assert_eq!(error.found().chars().count(), 60);
    assert!(error.found().starts_with("\"ü") && error.found().ends_with('…'));
}

#[test]
fn debug_of_a_file_does_not_show_its_content() {
    let file = Upload::bytes("notes.csv", SECRET.as_bytes().to_vec()).with_content_type("text/csv");
    let mut read = note("{}");
    read.attachment = Some(file);
    let shown = format!("{read:?}");
    assert!(shown.contains("notes.csv") && shown.contains("15 bytes") && !shown.contains(SECRET));
}
