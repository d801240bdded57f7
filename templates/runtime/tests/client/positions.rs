//! Positions are bound to their list, and links to its path.

use runtime::paging::{Items, Position};

use crate::api::{builder, notes};
use crate::notes::{Note, Notes};
use crate::server::{Server, json};

const FIRST: &str = r#"{"Notes":[{"Id":"1"}],"@nextpageuri":"/Accounts/ACCOUNT-CANARY/Campaigns/OLD/Notes?MediaId=9&Page=2"}"#;

/// Returns the position after the first page of a list with a filter.
async fn position() -> Position {
    let server = Server::new([json(200, FIRST)]);
    let mut pages = notes(&server.url).list("OLD").media_id("9").pages();
    pages.next().await.unwrap().unwrap();
    pages.position().to_string().parse().unwrap()
}

/// Resumes and returns the message of the error. Nothing is requested.
async fn refused(notes: Notes, list: impl FnOnce(&Notes) -> Items<Note>, at: Position) -> String {
    let mut items = list(&notes).resume(at.clone());
    let error = items.next().await.expect("an error").unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
    // the error does not turn the position into one of the other list
    assert_eq!(error.position(), Some(&at));
    assert_eq!(items.position(), at);
    assert!(items.next().await.is_none());
    error.to_string()
}

#[tokio::test]
async fn a_position_is_resumed_in_its_own_list_only() {
    let server = Server::new([json(200, r#"{"Notes":[{"Id":"2"}]}"#)]);
    let here = || notes(&server.url);
    let at = position().await;

    let text = refused(here(), |notes| notes.list("NEW").media_id("9").items(), at.clone()).await;
    assert!(text.contains("`listNotes` with other parameters"), "{text}");
    let text = refused(here(), |notes| notes.list("OLD").items(), at.clone()).await;
    assert!(text.contains("`listNotes` with other parameters"), "{text}");
    let text = refused(here(), |notes| notes.count().items(), at.clone()).await;
    assert!(text.contains("`listNotes`") && text.contains("`countNotes`"), "{text}");
    let other = runtime::runtime::internals::client_builder(&crate::api::API, "OTHER", "TOKEN");
    let client = other.base_url(&server.url).build().unwrap();
    let list = |notes: &Notes| notes.list("OLD").media_id("9").items();
    let text = refused(Notes { client }, list, at.clone()).await;
    assert!(text.contains("`listNotes` of another account"), "{text}");
    assert!(server.received().is_empty());

    let mut items = here().list("OLD").media_id("9").items().resume(at);
    assert_eq!(items.next().await.unwrap().unwrap().id.unwrap().as_str(), "2");
}

#[tokio::test]
async fn the_order_of_parameters_does_not_matter() {
    let server = Server::new([json(200, FIRST), json(200, r#"{"Notes":[]}"#)]);
    let list = || notes(&server.url).list("OLD");
    let mut pages = list().urgent(true).media_id("9").pages();
    pages.next().await.unwrap().unwrap();
    let mut pages = list().media_id("9").urgent(true).pages().resume(pages.position());
    assert!(pages.next().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_position_without_a_list_has_no_link() {
    let server = Server::new([json(200, r#"{"Notes":[{"Id":"2"}]}"#)]);
    for link in ["/Accounts/OTHER/Export/1", "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes?Page=2"] {
        let at: Position = format!("0:link:{link}").parse().unwrap();
        let text = refused(notes(&server.url), |notes| notes.list("1").items(), at).await;
        assert!(text.contains("names no list"), "{text}");
    }
    assert!(server.received().is_empty());
    let mut items = notes(&server.url).list("1").items().resume(Position::page(2));
    assert!(items.next().await.unwrap().is_ok());
    assert!(server.only_request().target.ends_with("Notes?Page=2"));
}

#[tokio::test]
async fn a_link_to_another_path_is_not_followed() {
    for link in [
        "/Accounts/OTHER/Campaigns/OLD/Notes?Page=2",
        "/Accounts/ACCOUNT-CANARY/Campaigns/NEW/Notes?Page=2",
        "/Accounts/ACCOUNT-CANARY/Export",
        "Export?Page=2",
        "/",
    ] {
        let body = format!(r#"{{"Notes":[{{"Id":"1"}}],"@nextpageuri":"{link}"}}"#);
        let server = Server::new([json(200, &body)]);
        let mut items = notes(&server.url).list("OLD").items();
        assert!(items.next().await.unwrap().is_ok());
        let error = items.next().await.expect("an error").unwrap_err();
        assert!(error.to_string().contains("another path"), "{link}: {error}");
        // a position with a forged link
        let text = error.position().unwrap().to_string();
        let mut items = notes(&server.url).list("OLD").items().resume(text.parse().unwrap());
        assert!(items.next().await.expect("an error").is_err(), "{link}");
        assert_eq!(server.received().len(), 1, "{link}");
    }
    // other spellings of the same path
    for link in ["/Accounts/ACCOUNT%2DCANARY/Campaigns/O%4CD/Notes/?Page=2", "Notes.json?Page=2"] {
        let body = format!(r#"{{"Notes":[],"@nextpageuri":"{link}"}}"#);
        let server = Server::new([json(200, &body), json(200, "{}")]);
        let client = builder().base_url(&server.url).build().unwrap();
        assert!(Notes { client }.list("OLD").items().next().await.is_none(), "{link}");
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn a_position_that_was_changed_or_cut_off_is_none() {
    let text = position().await.to_string();
    for end in 0..text.len() {
        assert!(text[..end].parse::<Position>().is_err(), "{}", &text[..end]);
    }
    for (at, digit) in text.char_indices().filter(|(_, own)| own.is_ascii_digit()) {
        let other = if digit == '9' { "0" } else { "9" };
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        assert!(changed.parse::<Position>().is_err(), "{changed}");
    }
    let other = text.replace("OLD", "NEW");
    assert!(other != text && other.parse::<Position>().is_err(), "{other}");
}
