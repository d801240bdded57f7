//! Scalars that are described as in OpenAPI 3.1, by slips of names of types, or by several parts.

use foreign_scalars::Client;
use foreign_scalars::types::{NoteColor, NoteState};

use crate::support::Capture;

#[tokio::test]
async fn scalars_have_the_types_that_are_meant() {
    let body = r#"{"kind": "note", "depth": 1, "anything": [1], "color": "r", "open": true, "text": "a",
        "size": null, "weight": 1.5, "code": "ab", "level": 2, "state": "new", "name": "n",
        "parent": null, "owner": {"id": "o"}, "image": "YQ=="}"#;
    let capture = Capture::new(body);
    let client = Client::builder().transport(capture.clone()).build().unwrap();
    let note = client.notes().find_note().rank(16).text("a").await.unwrap();
    assert_eq!(capture.last(), "GET /notes?rank=16&text=a");
    assert_eq!((note.depth, note.level, note.size), (Some(1), Some(2), None));
    assert_eq!((note.open, note.text.as_deref()), (Some(true), Some("a")));
    assert_eq!((note.color, note.state), (Some(NoteColor::Red), Some(NoteState::New)));
    assert_eq!((note.code.as_deref(), note.name.as_deref()), (Some("ab"), Some("n")));
    assert_eq!(note.owner.unwrap().id.as_deref(), Some("o"));
    assert!(note.parent.is_none() && note.title.is_none());
    assert!(note.kind.is_some() && note.weight.is_some() && note.anything.is_some());
}

#[tokio::test]
async fn forms_are_sent_although_their_examples_are_texts() {
    let capture = Capture::new("");
    let client = Client::builder().transport(capture.clone()).build().unwrap();
    client.notes().create_note("a").await.unwrap();
    assert_eq!(capture.last(), "POST /notes\ncontent-type: application/x-www-form-urlencoded\ntext=a");
}
