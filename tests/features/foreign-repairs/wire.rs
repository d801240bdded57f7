//! Operations whose descriptions have mistakes with one probable meaning.

use foreign_repairs::Client;
use foreign_repairs::testing::FixedRng;
use foreign_repairs::types::{NoteColor, NoteText, NotesPost};
use foreign_repairs::wire::{Json, Map, Upload};

use crate::support::Capture;

fn client(capture: &Capture) -> Client {
    Client::builder("token").transport(capture.clone()).build().unwrap()
}

#[tokio::test]
async fn undeclared_parameters_of_paths_are_strings() {
    let capture = Capture::new(r#"{"state": "open", "level": 2, "list": [1, "a"], "+1": 3, "color": "green", "weight": 4, "line": {"base": {"name": "g"}}, "count": 5, "done": true}"#);
    let note = client(&capture).notes().get_note("b", "a").id("c").await.unwrap();
    assert_eq!(capture.last(), "GET /notes/a?id=c\nid: b");
    assert_eq!((note.level, note.list.len(), note.n1), (Some(2), 2, Some(3)));
    assert_eq!((note.weight, note.color), (Some(4), Some(NoteColor::Green)));
    assert_eq!((note.count, note.done, note.author), (Some(5), Some(true), None));
    assert_eq!(note.line.unwrap().base.unwrap().name.as_deref(), Some("g"));
}

#[tokio::test]
async fn operations_without_a_successful_response_return_nothing() {
    let capture = Capture::new("");
    client(&capture).notes().delete_note(7).await.unwrap();
    assert_eq!(capture.last(), "DELETE /notes/7");
}

#[tokio::test]
async fn responses_to_head_are_not_read() {
    let capture = Capture::new("");
    client(&capture).notes().check_note("a").await.unwrap();
    assert_eq!(capture.last(), "HEAD /notes/a");
}

#[tokio::test]
async fn fragments_are_not_sent_and_media_types_of_json_are() {
    let capture = Capture::new("");
    client(&capture).notes().append_to_note("a", Vec::<Map<Json>>::new()).await.unwrap();
    assert_eq!(capture.last(), "PATCH /@notes/v2/notes/a\ncontent-type: application/json-patch+json\n[]");
}

#[tokio::test]
async fn schemas_in_other_places_than_components_are_types() {
    let capture = Capture::new(r#"{"text": "a"}"#);
    let notes = client(&capture).notes();
    notes.create_note(NotesPost::new("a")).await.unwrap();
    assert_eq!(capture.last(), "POST /@notes/v2/notes\ncontent-type: application/json\n{\"text\":\"a\"}");
    let labels: Map<String> = [("b", "c".to_owned())].into_iter().collect();
    assert_eq!(notes.find_note("n", labels).await.unwrap().text.as_deref(), Some("a"));
    assert_eq!(capture.last(), "GET /@notes/v2/notes/n?b=c");
}

#[tokio::test]
async fn queries_of_paths_nested_values_and_unnamed_parts_are_sent() {
    let capture = Capture::new("");
    let builder = Client::builder("token").transport(capture.clone()).rng(FixedRng::new(1));
    let notes = builder.build().unwrap().notes();
    let request = notes.create_file(Upload::bytes("a.txt", "text"));
    request.lang("en").filter([NoteText::new().b("c")]).await.unwrap();
    let request = capture.last();
    let target = "POST /@notes/v2/files?kind=text&lang=en&filter=%5B%7B%22b%22%3A%22c%22%7D%5D";
    assert_eq!(request.lines().next(), Some(target));
    assert!(request.contains("authorization: token"), "{request}");
    assert!(request.contains(r#"name="file"; filename="a.txt""#), "{request}");
}
