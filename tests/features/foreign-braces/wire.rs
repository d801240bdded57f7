//! Names of members with braces.

use foreign_braces::Client;
use foreign_braces::types::{Folder, Note};

use crate::support::Capture;

#[tokio::test]
async fn names_with_braces_are_sent_and_read_as_they_are() {
    let body = r#"{"notes":[{"{id}":"a","x{n}":"b"},{"x{n}":"c"}]}"#;
    let capture = Capture::new(body);
    let client = Client::builder().transport(capture.clone()).build().unwrap();
    let folder = Folder::new().note(Note::new().id("a").x_n("b")).note(Note::new().x_n("c"));
    let returned = client.notes().create_folder(folder.clone()).await.unwrap();
    assert_eq!(capture.last(), format!("POST /notes\ncontent-type: application/json\n{body}"));
    assert_eq!(returned, folder);
    let long = client.notes().create_folder(Folder::new().note(Note::new().x_n("longer"))).await;
    assert!(long.unwrap_err().to_string().contains("`x{n}`"));
}
