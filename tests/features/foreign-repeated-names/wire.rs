//! Operations that have the same id, or whose request builders would have the same name.

use foreign_repeated_names::Client;
use foreign_repeated_names::note::{ListNoteSessions, ListSessions};

use crate::support::Capture;

#[tokio::test]
async fn operations_of_the_same_name_are_separate() {
    let capture = Capture::new("");
    let client = Client::builder().transport(capture.clone()).build().unwrap();
    let in_note: ListNoteSessions = client.note().list_note_sessions("7");
    in_note.await.unwrap();
    assert_eq!(capture.last(), "GET /v2/notes/7/sessions");
    client.note().post_notes_by_id_sessions("7").await.unwrap();
    assert_eq!(capture.last(), "POST /v2/notes/7/sessions");
    let all: ListSessions = client.note().list_sessions();
    all.project(["1", "b"]).await.unwrap();
    assert_eq!(capture.last(), "GET /v2/sessions?project=1&project=b");
}
