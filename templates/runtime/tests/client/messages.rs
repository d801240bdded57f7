//! Messages: what they contain, and what is refused before anything is sent.

use runtime::Error;
use runtime::json::{self, DecodeError};
use runtime::wire::{DateTime, Extra, Json, ParseDateError, Upload};

use crate::api::{CREATE, GET, UPLOAD, builder, notes_over};
use crate::fake::{Fake, Outcome};

#[tokio::test]
async fn a_decode_error_shows_the_kind_of_the_value_or_the_position() {
    for (body, found) in [
        ("\"PRIVATE\"", "at $, found a string (GET "),
        ("", "at $, found nothing (GET "),
        ("{\"Id\":\"1\"} x", "at $, found trailing characters at line 1 column 12 (GET "),
        ("{\"Id\":[\"PRIVATE\"]}", "at $.Id, found a list (GET "),
    ] {
        let fake = Fake::bodies(&[body]);
        let request = notes_over(fake).request(&GET).path::<&str>("NoteId", "1");
        let call = request.with_strict_decoding(true).send::<crate::notes::Note>();
        let error = call.await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(found), "{error}");
        assert!(!error.to_string().contains("PRIVATE"), "{error}");
    }
}

#[tokio::test]
async fn an_error_of_a_fetched_url_has_no_path() {
    let fake = Fake::bodies(&[]);
    let error = notes_over(fake).client.fetch("/../x").await.unwrap_err();
    assert!(error.to_string().ends_with(" (GET)"), "{error}");
}

#[tokio::test]
async fn file_errors_name_the_file() {
    let folder = std::env::temp_dir();
    let missing = folder.join("no-such-folder").join("f");
    for (path, reason) in [(&folder, "is a directory"), (&missing, "o such file")] {
        let fake = Fake::bodies(&["{}"]);
        let request = notes_over(fake.clone()).request(&UPLOAD);
        let file = Upload::path(path).with_file_name("f");
        let error = request.member::<Upload>("File", file).send::<()>().await.unwrap_err();
        let message = error.to_string();
        assert!(error.is_request() && fake.count() == 0, "{message}");
        assert!(message.contains(&format!("cannot read the file: `{}`: ", path.display())));
        assert!(cfg!(windows) || message.contains(reason), "{message}");
    }
}

#[tokio::test]
async fn undeclared_parameters_need_a_name() {
    let fake = Fake::bodies(&[]);
    let request = || notes_over(fake.clone()).request(&CREATE).path::<&str>("CampaignId", "1");
    for (request, message) in [
        (request().with_query(String::new(), "x".to_owned()), "the name of a query parameter is"),
        (request().with_member(String::new(), Json::from("2")), "the name of a member is empty"),
    ] {
        let error = request.send::<()>().await.unwrap_err();
        assert!(error.is_request() && error.to_string().contains(message), "{error}");
    }
    assert_eq!(fake.count(), 0);
}

#[tokio::test]
async fn the_configuration_is_checked_by_build() {
    let message = |error: Result<runtime::Client, Error>| error.unwrap_err().to_string();
    let dots = runtime::runtime::internals::client_builder(&crate::api::API, "..", "token");
    assert!(message(dots.build()).contains("account: cannot be `.` or `..`"));
    assert!(message(builder().api_version(" ").build()).contains("API version: is empty"));
    let plain = message(builder().base_url("http://api.example.com").build());
    assert!(plain.contains("`allow_plain_http` permits it"), "{plain}");
    for url in ["https://127.0.0.1:99999", "https://[::1]:99999", "https://api.example.com:"] {
        let port = message(builder().base_url(url).build());
        assert!(port.contains("expected a port from 1 to 65535"), "{port}");
    }
    for url in ["https://127.0.0.1:65535", "https://[::1]/v1", "https://[::1]:8443"] {
        builder().base_url(url).build().unwrap();
    }
    let fake = Fake::bodies(&["{}"]);
    let request = notes_over(fake).request(&GET).path::<&str>("NoteId", "1").with_api_version("");
    let error = request.send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("the API version is empty"), "{error}");
}

#[test]
fn other_errors_convert() {
    fn parse(text: &str) -> Result<DateTime, Error> {
        Ok(text.parse::<DateTime>()?)
    }
    fn decode(document: &str) -> Result<i64, Error> {
        Ok(json::decode(document.as_bytes())?)
    }
    let error = parse("n/a").unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent());
    assert!(std::error::Error::source(&error).is_some_and(|source| source.is::<ParseDateError>()));
    let error = decode("\"PRIVATE\"").unwrap_err();
    assert!(error.is_decode() && error.json_path() == Some("$"));
    assert!(std::error::Error::source(&error).is_some_and(|source| source.is::<DecodeError>()));
    assert!(error.to_string().ends_with("expected an integer at $, found a string"), "{error}");
    assert_eq!(decode("5").unwrap(), 5);
}

#[test]
fn values_convert_and_are_iterated() {
    type Id = crate::notes::NoteId;
    assert_eq!(Json::from(vec![1_u64, u64::MAX]).as_json(), "[1,18446744073709551615]");
    assert_eq!(Json::from(vec!["a", "b\""]).as_json(), r#"["a","b\""]"#);
    assert_eq!(Id::from(7_usize), "7");
    assert_eq!(Id::from(7_u16).as_str(), "7");
    assert_eq!(Id::from(std::borrow::Cow::Borrowed("07")), *"07");
    let mut extra = Extra::default();
    extra.insert("A", Json::from(1));
    extra.insert("B", Json::from(2));
    let mut names = Vec::new();
    for (name, _) in &extra {
        names.push(name);
    }
    assert_eq!(names, ["A", "B"]);
    assert_eq!(extra.remove("A"), Some(Json::from(1)));
    assert_eq!((extra.remove("A"), extra.len()), (None, 1));
    let day: runtime::wire::Date = "2026-01-15".parse().unwrap();
    assert_eq!(DateTime::midnight_utc(day).to_string(), "2026-01-15T00:00:00Z");
}

#[tokio::test]
async fn a_message_of_the_service_does_not_change_the_line_around_it() {
    let breaks = "\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{0}\u{1b}";
    let directions = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    for letter in breaks.chars().chain(directions.chars()) {
        let body = Json::from(format!("before{letter}after"));
        let fake = Fake::new([Outcome::Response(400, format!("{{\"Message\":{body}}}"))]);
        let error = notes_over(fake).get("1").await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(": before after ("), "{letter:?}: {text:?}");
        assert!(error.message().unwrap().contains(letter));
    }
    let text = "naïve – 日本語 \u{a0}🇯🇵";
    let fake = Fake::new([Outcome::Response(400, format!("{{\"Message\":\"{text}\"}}"))]);
    assert!(notes_over(fake).get("1").await.unwrap_err().to_string().contains(text));
}
