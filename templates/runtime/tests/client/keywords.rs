//! Keywords in place of times.

use runtime::runtime::request::Request;
use runtime::wire::{DateTime, DateTimeOrKeyword, Extra, Json};
use runtime::{Error, record};

use crate::api::{TIMED, notes_over};
use crate::fake::Fake;

#[derive(Clone, Default)]
struct Event {
    date: Option<DateTimeOrKeyword>,
    extra: Extra,
}
record!(Event { "EventDate" => date });

fn event(text: &str) -> Event {
    Event { date: Some(text.into()), extra: Extra::default() }
}

async fn send(set: impl FnOnce(Request) -> Request) -> Result<(), Error> {
    let fake = Fake::bodies(&["{}"]);
    let result = set(notes_over(fake.clone()).request(&TIMED)).send::<()>().await;
    assert_eq!(fake.count(), usize::from(result.is_ok()));
    result
}

#[tokio::test]
async fn a_text_that_is_neither_a_time_nor_a_keyword_is_an_error() {
    for text in ["NOW", "TODAY", "2026-01-15T22:55:32-08:00", "2026-01-15", ""] {
        let date = || DateTimeOrKeyword::from(text);
        send(|request| request.member::<DateTimeOrKeyword>("EventDate", date())).await.unwrap();
        send(|request| request.query::<DateTimeOrKeyword>("EventDate", date())).await.unwrap();
        send(|request| request.record(&event(text))).await.unwrap();
    }
    let now: DateTime = "2026-01-15T22:55:32Z".parse().unwrap();
    send(|request| request.member::<DateTimeOrKeyword>("EventDate", now)).await.unwrap();
    for text in ["now", "tomorrow", "2026-13-01", " NOW"] {
        let date = || DateTimeOrKeyword::from(text);
        for error in [
            send(|request| request.member::<DateTimeOrKeyword>("EventDate", date())).await,
            send(|request| request.query::<DateTimeOrKeyword>("EventDate", date())).await,
            send(|request| request.record(&event(text))).await,
            send(|request| request.list([event("NOW"), event(text)])).await,
            send(|request| request.member::<Event>("Inner", event(text))).await,
            send(|request| request.member_list::<Event>("Inner", [event(text)])).await,
        ] {
            let error = error.unwrap_err();
            assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
            let message = error.message().unwrap();
            assert!(
                message.starts_with("`EventDate`: expected a date and time, or `NOW` or `TODAY`; ")
            );
        }
    }
}

#[tokio::test]
async fn a_missing_time_or_offset_is_added() {
    for (text, sent) in [
        ("2026-01-15", "2026-01-15T00:00:00Z"),
        ("2026-01-15 10:30", "2026-01-15T10:30:00Z"),
        ("2026-01-15T10:30:00.5", "2026-01-15T10:30:00.500Z"),
        ("2026-01-15 10:30:00+0200", "2026-01-15 10:30:00+0200"),
    ] {
        let date: DateTime = text.parse().unwrap();
        let fake = Fake::bodies(&["{}"]);
        let request = notes_over(fake.clone()).request(&TIMED);
        let request = request.query::<DateTime>("Since", date).header::<DateTime>("X-Since", date);
        let event = Event { date: Some(date.into()), extra: Extra::default() };
        request
            .member::<DateTime>("Until", date)
            .indexed("Events", &event)
            .send::<()>()
            .await
            .unwrap();
        let [request] = &fake.sent()[..] else { panic!("one request") };
        let query = sent.replace(':', "%3A").replace('+', "%2B").replace(' ', "%20");
        assert!(request.line.ends_with(&format!("?Since={query}")), "{}", request.line);
        assert_eq!(request.headers["x-since"], sent);
        let body = format!(r#"{{"Until":"{sent}","Events":[{{"EventDate":"{sent}"}}]}}"#);
        assert_eq!(request.body.as_deref(), Some(body.as_bytes()));
        // the spelling is kept elsewhere
        assert_eq!(date.to_string(), text);
    }
}

#[tokio::test]
async fn the_check_can_be_skipped() {
    let send = send(|request| request.without_validation().record(&event("tomorrow")));
    send.await.unwrap();
    // another member of any text, and raw JSON
    let fake = Fake::bodies(&["{}"]);
    let request = notes_over(fake).request(&TIMED).member::<&str>("Note", "tomorrow");
    request.member::<Json>("EventDate", Json::from("tomorrow")).send::<()>().await.unwrap();
}
