//! Optional bodies, and JSON documents that are no objects.

use json_values::Client;
use json_values::notes::{Note, Notes, State};
use json_values::wire::Map;

use crate::support::Capture;

fn notes(capture: &Capture) -> Notes {
    let builder = Client::builder("account", "token").transport(capture.clone());
    builder.build().unwrap().notes()
}

#[tokio::test]
async fn an_optional_body_is_sent_if_it_is_set() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    notes.create_note().await.unwrap();
    assert_eq!(capture.last(), "POST /notes");
    notes.create_note().body(Note::new()).await.unwrap();
    assert_eq!(capture.last(), "POST /notes\ncontent-type: application/json\n{}");
    notes.create_note().body(Note::new().text("a")).await.unwrap();
    assert_eq!(capture.last(), "POST /notes\ncontent-type: application/json\n{\"text\":\"a\"}");
    notes.replace_notes().await.unwrap();
    assert_eq!(capture.last(), "PUT /notes");
    notes.replace_notes().body(["a", "b"]).await.unwrap();
    assert_eq!(capture.last(), "PUT /notes\ncontent-type: application/json\n[\"a\",\"b\"]");
}

#[tokio::test]
async fn scalars_are_sent_and_returned() {
    let json = "content-type: application/json";
    let capture = Capture::new(r#""be\u0066ore""#);
    assert_eq!(notes(&capture).set_name("a\"b").await.unwrap(), "before");
    assert_eq!(capture.last(), format!("PUT /name\n{json}\n\"a\\\"b\""));
    let capture = Capture::new("4");
    assert_eq!(notes(&capture).set_limit(5).await.unwrap(), 4);
    assert_eq!(capture.last(), format!("PUT /limit\n{json}\n5"));
    let capture = Capture::new("true");
    let mut labels = Map::new();
    labels.insert("color", "red".to_owned());
    assert!(notes(&capture).set_labels(labels).await.unwrap());
    assert_eq!(capture.last(), format!("PUT /labels\n{json}\n{{\"color\":\"red\"}}"));
    let capture = Capture::new("\"DONE\"");
    assert_eq!(notes(&capture).set_state(State::Open).await.unwrap(), State::Done);
    assert_eq!(capture.last(), format!("PUT /state\n{json}\n\"OPEN\""));
    let error = notes(&Capture::new("{}")).set_limit(5).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
}
