//! Descriptions in several files.

use foreign_files::Client;
use foreign_files::types::{Note, Part, Person};

use crate::support::Capture;

#[tokio::test]
async fn what_other_files_declare_is_sent() {
    let capture =
        Capture::new(r#"{"text": "a", "part": {"kind": "person", "person": {"name": "b"}}}"#);
    let notes = Client::builder("key").transport(capture.clone()).build().unwrap().notes();
    let note = notes.get_note(1).await.unwrap();
    assert_eq!(note.text.as_deref(), Some("a"));
    assert_eq!(capture.last(), "GET /notes/1\nx-key: key");
    let part = Part::new().text("c");
    let note = Note::new().author(Person::new().name("b")).reply(Note::new().part(part));
    notes.create_note(note).await.unwrap();
    let expected = r#"{"author":{"name":"b"},"reply":{"part":{"kind":"text","text":"c"}}}"#;
    let head = "POST /notes\ncontent-type: application/json\nx-key: key";
    assert_eq!(capture.last(), format!("{head}\n{expected}"));
    notes.post_drafts(Note::new().text("d")).mark("new").await.unwrap();
    assert_eq!(
        capture.last(),
        "POST /drafts?mark=new\ncontent-type: application/json\nx-key: key\n{\"text\":\"d\"}"
    );
}
