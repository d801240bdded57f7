//! Responses with values that cannot be read as the type of their field.

use runtime::wire::Json;

use crate::api::{builder, notes_over};
use crate::fake::Fake;
use crate::notes::{Note, Notes};

const ODD_MEMBERS: [(&str, &str); 6] = [
    ("Created", "\"n/a\""),
    ("Created", "\"2022-03-02T05: 18:54-08:00\""),
    ("Amount", "\"1,065.00\""),
    ("Subject", r#""a\ud83d""#),
    ("Address", "7"),
    ("Tags", r#"["a",{"b":1}]"#),
];

fn page(name: &str, value: &str) -> String {
    format!(
        r#"{{"@nextpageuri":"/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes?Page=2","Notes":[{{"Id":"1"}},{{"Id":"2",{name:?}:{value}}},{{"Id":"3"}}]}}"#
    )
}

fn strict_notes(fake: Fake) -> Notes {
    Notes { client: builder().transport(fake).strict_decoding(true).build().unwrap() }
}

#[tokio::test]
async fn a_page_with_an_odd_value_has_all_items_and_a_next_page() {
    for (name, value) in ODD_MEMBERS {
        let fake = Fake::bodies(&[&page(name, value), r#"{"Notes":[{"Id":"4"}]}"#]);
        let mut items = notes_over(fake.clone()).list("1").items();
        let mut ids = Vec::new();
        while let Some(note) = items.next().await {
            let note = note.unwrap();
            let kept = note.extra.get(name).map(Json::as_json);
            let id = note.id.unwrap().to_string();
            assert_eq!(kept, (id == "2").then_some(value), "{name}: {value}");
            ids.push(id);
        }
        assert_eq!(ids, ["1", "2", "3", "4"], "{name}: {value}");
        assert_eq!(fake.count(), 2);
    }
}

#[tokio::test]
async fn a_strict_client_returns_an_error_with_the_path_and_the_position() {
    for (name, value) in ODD_MEMBERS {
        let mut items = strict_notes(Fake::bodies(&[&page(name, value)])).list("1").items();
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{error}");
        assert!(error.json_path().unwrap().starts_with(&format!("$.Notes[1].{name}")), "{error}");
        let position = error.position().unwrap().to_string();
        assert!(position.starts_with("listNotes/") && position.ends_with(":0:start"), "{position}");
        assert!(items.next().await.is_none());
    }
}

#[tokio::test]
async fn strict_decoding_can_be_set_for_a_call() {
    let body = page("Amount", "\"N/A\"");
    let note = r#"{"Id":"2","Amount":"N/A"}"#;
    let lenient = notes_over(Fake::bodies(&[&body, note, &body, note]));
    assert!(lenient.list("1").send().await.is_ok() && lenient.get("2").await.is_ok());
    let error = lenient.list("1").strict_decoding(true).await.unwrap_err();
    assert_eq!(error.json_path(), Some("$.Notes[1].Amount"));
    assert!(lenient.get("2").strict_decoding(true).await.unwrap_err().is_decode());

    let strict = strict_notes(Fake::bodies(&[&body, &body, note, note]));
    assert!(strict.list("1").send().await.is_err());
    let page = strict.list("1").strict_decoding(false).await.unwrap();
    assert_eq!(page.len(), 3);
    let read = strict.get("2").strict_decoding(false).await.unwrap();
    assert_eq!((read.amount, read.extra.len()), (None, 1));
    assert!(strict.get("2").await.is_err());
}

#[tokio::test]
async fn strict_decoding_applies_to_the_pages_and_items_of_a_builder() {
    let body = page("Amount", "\"N/A\"");
    let notes = notes_over(Fake::bodies(&[&body, &body]));
    let mut pages = notes.list("1").strict_decoding(true).pages();
    assert!(pages.next().await.unwrap().unwrap_err().is_decode());
    let mut items = notes.list("1").strict_decoding(true).items();
    assert!(items.next().await.unwrap().unwrap_err().is_decode());
}

#[tokio::test]
async fn unreadable_items_are_in_the_extra_members_of_the_page() {
    let body = r#"{"@page":1,"Notes":[{"Id":"1"},"x",{"Id":"2"},[5]],"Other":7}"#;
    let page = notes_over(Fake::bodies(&[body])).list("1").send().await.unwrap();
    assert_eq!((page.number, page.len()), (Some(1), 2));
    assert_eq!(page.extra.get("Notes").map(Json::as_json), Some(r#"["x",[5]]"#));
    assert_eq!(page.extra.get("Other").map(Json::as_json), Some("7"));
    let notes = strict_notes(Fake::bodies(&[body]));
    let error = notes.list("1").send().await.unwrap_err();
    assert_eq!(error.json_path(), Some("$.Notes[1]"));
}

#[tokio::test]
async fn unreadable_items_are_an_error_after_the_other_items_of_their_page() {
    let link = "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes?Page=2";
    let first =
        format!(r#"{{"@nextpageuri":"{link}","Notes":[{{"Id":"1"}},"x",{{"Id":"2"}},[5]]}}"#);
    let second = r#"{"Notes":[{"Id":"3"}]}"#;
    let notes = notes_over(Fake::bodies(&[&first, second]));
    let mut items = notes.list("1").items();
    for id in ["1", "2"] {
        assert_eq!(items.next().await.unwrap().unwrap().id.unwrap().as_str(), id);
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
    assert_eq!(error.json_path(), Some("$.Notes"));
    assert!(error.to_string().contains("2 elements"), "{error}");
    assert!(items.next().await.is_none());
    let position = error.position().unwrap().clone();
    assert!(position.to_string().ends_with(&format!(":0:link:{link}")), "{position}");
    let mut items = notes.list("1").items().resume(position);
    assert_eq!(items.next().await.unwrap().unwrap().id.unwrap().as_str(), "3");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_response_without_its_list_is_an_empty_page_only_if_it_has_no_items() {
    let empty = ["{}", r#"{"@page":"1","@total":"0"}"#, r#"{"@total":"","errors":[]}"#];
    for body in empty {
        assert!(notes_over(Fake::bodies(&[body])).list("1").await.unwrap().is_empty(), "{body}");
        let error = strict_notes(Fake::bodies(&[body])).list("1").await.unwrap_err();
        assert!(error.is_decode() && error.json_path() == Some("$"), "{body}: {error:?}");
    }
    for body in [
        r#"{"@page":"1","@total":"2","Action":[{"Id":"1"},{"Id":"2"}]}"#,
        r#"{"@page":"1","@total":"2"}"#,
        r#"{"@total":"1,234"}"#,
        r#"{"@total":"0","notes":[{"Id":"1"}]}"#,
        r#"{"Action":[{"Id":"1"}]}"#,
        r#"{"Action":{"Id":"1"}}"#,
    ] {
        let error = notes_over(Fake::bodies(&[body])).list("1").await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
        assert!(error.to_string().contains("expected the list `Notes`"), "{error}");
        let mut items = notes_over(Fake::bodies(&[body])).list("1").items();
        assert!(items.next().await.unwrap().unwrap_err().is_decode(), "{body}");
    }
}

#[tokio::test]
async fn wrapped_lists_are_pages() {
    for (body, count) in [
        (r#"{"Notes":{"Note":[{"Id":"1"},{"Id":"2"}]}}"#, 2),
        (r#"{"Notes":{"Note":{"Id":"1"}}}"#, 1),
        (r#"{"Notes":{"Id":"1"}}"#, 1),
        (r#"{"Notes":[{"Id":"9","Tags":{"Tag":["a"]}}]}"#, 1),
    ] {
        let page = strict_notes(Fake::bodies(&[body])).list("1").send().await.unwrap();
        assert_eq!(page.len(), count, "{body}");
        assert!(page.extra.is_empty(), "{body}");
        assert!(page.items.iter().all(|note: &Note| note.id.is_some()), "{body}");
        assert!(page.items.iter().all(|note| note.extra.is_empty()), "{body}");
    }
}

#[tokio::test]
async fn a_response_that_is_not_json_or_no_list_is_an_error() {
    for body in ["", "{", "x", "5", "null", r#"{"Notes":5}"#, r#"{"Notes":"x"}"#] {
        let error = notes_over(Fake::bodies(&[body])).list("1").send().await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
    }
    for body in ["null", "[]", "\"x\"", "[{},{}]"] {
        let error = notes_over(Fake::bodies(&[body])).get("1").await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
    }
}

#[tokio::test]
async fn the_status_of_a_job_may_have_odd_values() {
    let fake = Fake::bodies(&[
        r#"{"Status":"RUNNING","PercentageComplete":"half"}"#,
        r#"{"Status":"COMPLETED","PercentageComplete":"all","Id":{"a":1}}"#,
    ]);
    let finished = notes_over(fake).job("77").wait().await.unwrap();
    assert_eq!(finished.status().percentage_complete, None);
    assert_eq!(finished.status().extra.len(), 2);
}

#[tokio::test]
async fn errors_do_not_contain_private_values() {
    let body = r#"{"Email":["ada@example.org"]}"#;
    let error = strict_notes(Fake::bodies(&[body])).get("1").await.unwrap_err();
    assert_eq!(error.json_path(), Some("$.Email"));
    let source = std::error::Error::source(&error).unwrap();
    let shown = format!("{error} {error:?} {source} {source:?}");
    assert!(!shown.contains("ada@example.org"), "{shown}");
}
