//! The declared headers of a response.

use runtime::call::HeaderMap;
use runtime::wire::Extra;
use runtime::{record, response_headers};

use crate::api::notes;
use crate::server::{Server, response};

/// The headers of a note.
#[derive(Clone, Default)]
pub struct NoteHeaders {
    pub location: Option<String>,
    pub remaining: Option<i64>,
    pub cookie: Option<String>,
    pub tags: Vec<String>,
    pub extra: Extra,
}
record!(NoteHeaders {
    "Location" => location,
    "X-Remaining" => remaining,
    "Set-Cookie" => cookie,
    "X-Tags" => tags,
});
response_headers!(GetNote => NoteHeaders ["X-Tags"]);

/// The same headers, all as lists.
#[derive(Clone, Default)]
struct Lists {
    cookies: Vec<String>,
    tags: Vec<String>,
    extra: Extra,
}
record!(Lists { "Set-Cookie" => cookies, "X-Tags" => tags });
response_headers!(GetNote => Lists ["Set-Cookie", "X-Tags"]);

/// Returns the headers of a response with this head, in which `?` stands for a byte that is not UTF-8.
async fn headers(head: &[(&str, &str)]) -> HeaderMap {
    let mut raw = response(200, head, "{}");
    raw.iter_mut().filter(|byte| **byte == b'?').for_each(|byte| *byte = 0xfc);
    let server = Server::new([raw]);
    notes(&server.url).get("1").send_with_response().await.unwrap().headers
}

fn json(extra: &Extra, name: &str) -> Option<String> {
    extra.get(name).map(|value| value.as_json().to_owned())
}

#[tokio::test]
async fn no_value_of_a_repeated_header_is_lost() {
    let (first, second) = ("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2");
    let head = [
        ("Set-Cookie", first),
        ("Set-Cookie", second),
        ("X-Remaining", "5"),
        ("X-Remaining", "4"),
        ("Location", "/notes/1"),
    ];
    let headers = headers(&head).await;
    let read = NoteHeaders::from_headers(&headers);
    assert_eq!((read.cookie.as_deref(), read.remaining), (Some(first), Some(5)));
    let cookies = format!("[{first:?},{second:?}]");
    assert_eq!(json(&read.extra, "Set-Cookie"), Some(cookies));
    assert_eq!(json(&read.extra, "X-Remaining").as_deref(), Some(r#"["5","4"]"#));
    assert_eq!(read.extra.len(), 2);
    assert_eq!(Lists::from_headers(&headers).cookies, [first, second]);
}

#[tokio::test]
async fn the_first_value_of_a_repeated_header_may_be_unreadable() {
    let headers = headers(&[("X-Remaining", "many"), ("X-Remaining", "4")]).await;
    let read = NoteHeaders::from_headers(&headers);
    assert_eq!(read.remaining, None);
    assert_eq!(json(&read.extra, "X-Remaining").as_deref(), Some(r#"["many","4"]"#));
}

#[tokio::test]
async fn items_of_lists_may_be_quoted() {
    let head = [("X-Tags", r#"a, "b, c" , "d\"," ,,e"#), ("X-Tags", ""), ("X-Tags", "f")];
    let headers = headers(&head).await;
    let expected = ["a", r#""b, c""#, r#""d\",""#, "e", "f"];
    assert_eq!(NoteHeaders::from_headers(&headers).tags, expected);
    assert_eq!(Lists::from_headers(&headers).tags, expected);
}

#[tokio::test]
async fn values_are_utf_8_or_iso_8859_1() {
    let headers = headers(&[("Location", "/fünf"), ("X-Tags", "f?nf, six")]).await;
    let read = NoteHeaders::from_headers(&headers);
    assert_eq!(read.location.as_deref(), Some("/fünf"));
    assert_eq!(read.tags, ["fünf", "six"]);
    assert!(read.extra.is_empty());
}

#[tokio::test]
async fn pages_have_headers() {
    let head = [("content-type", "application/json"), ("X-Remaining", "7")];
    let server = Server::new([response(200, &head, r#"{"Notes":[{"Id":"1"}]}"#)]);
    let page = notes(&server.url).list("1").send_with_response().await.unwrap();
    assert_eq!(page.value.items.len(), 1);
    assert_eq!(NoteHeaders::from_headers(&page.headers).remaining, Some(7));
    assert_eq!(NoteHeaders::from_headers(&HeaderMap::new()), NoteHeaders::default());
}
