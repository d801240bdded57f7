//! Responses whose types depend on the status.

use response_by_status::Client;
use response_by_status::notes::{ListNotesByStatus, Notes, ReplaceNoteByStatus};
use response_by_status::types::Note;

use crate::support::Capture;

fn notes(status: u16, response: &'static str) -> Notes {
    let transport = Capture::new(response).status(status);
    Client::builder().transport(transport).build().unwrap().notes()
}

async fn replaced(status: u16, response: &'static str) -> ReplaceNoteByStatus {
    notes(status, response).replace_note(Note::new().text("b")).await.unwrap()
}

#[tokio::test]
async fn statuses_are_variants() {
    let before = Note::new().text("a");
    assert_eq!(replaced(200, r#"{"text": "a"}"#).await, ReplaceNoteByStatus::Ok(before));
    assert_eq!(replaced(201, "7").await, ReplaceNoteByStatus::Created(7));
    let ReplaceNoteByStatus::Accepted(task) = replaced(202, r#"{"task": "c"}"#).await else {
        panic!("expected a task");
    };
    assert_eq!(task.task.as_deref(), Some("c"));
    assert_eq!(replaced(204, "").await, ReplaceNoteByStatus::NoContent);
    assert!(matches!(replaced(206, "[]").await, ReplaceNoteByStatus::Other(_)));
}

#[tokio::test]
async fn a_range_is_a_variant() {
    let list = notes(200, r#"[{"text": "a"}]"#).list_notes().await.unwrap();
    assert_eq!(list, ListNotesByStatus::Ok(vec![Note::new().text("a")]));
    let ListNotesByStatus::Success(map) = notes(203, r#"{"1": {}}"#).list_notes().await.unwrap() else {
        panic!("expected notes by id");
    };
    assert_eq!(map.get("1"), Some(&Note::new()));
}
