//! Redirects: how their targets are resolved.

use runtime::Error;

use crate::api::notes;
use crate::server::{Server, json, response};

/// Returns the result of a download that is redirected, and the target of the second request.
async fn follow(location: &str) -> (Result<String, Error>, Option<String>) {
    let server =
        Server::new([response(302, &[("location", location)], ""), response(200, &[], "file")]);
    let result = match notes(&server.url).download("1").await {
        Ok(file) => file.text().await,
        Err(error) => Err(error),
    };
    (result, server.received().get(1).map(|received| received.target.clone()))
}

#[tokio::test]
async fn bytes_that_are_not_valid_in_a_url_are_encoded() {
    for (location, target) in [
        ("/ä/b?c=ü&d=%C3%A4", "/%C3%A4/b?c=%C3%BC&d=%C3%A4"),
        ("/a b?c=\"d\"|{e}<f>", "/a%20b?c=%22d%22%7C%7Be%7D%3Cf%3E"),
        (" /a#ä ", "/a"),
        ("?a=1", "/Accounts/ACCOUNT-CANARY/Jobs/1/Download?a=1"),
    ] {
        let (file, found) = follow(location).await;
        assert_eq!(file.unwrap_or_else(|error| panic!("{location}: {error}")), "file");
        assert_eq!(found.as_deref(), Some(target), "{location}");
    }
}

#[tokio::test]
async fn a_redirect_to_the_same_url_is_not_followed() {
    for location in ["", " ", "#a", "#"] {
        let (result, second) = follow(location).await;
        let error = result.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), second), (302, None), "{location}");
        let message = "302 Found: the redirect is to the URL of the request";
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn only_a_redirect_is_called_one() {
    for (status, is_redirect) in
        [(300, false), (302, true), (304, false), (305, false), (308, true)]
    {
        let server = Server::new([json(status, "")]);
        let error = notes(&server.url).create("1", "s").await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.to_string().contains("unexpected redirect"), is_redirect, "{error}");
    }
}
