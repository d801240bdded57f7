//! Secrets and personal data do not appear in `Debug` and `Display`.

use std::error::Error as _;
use std::fmt::Debug;

use impact_brand::calls::{CallRecord, CallRecordArgs};
use impact_brand::conversions::Conversion;
use impact_brand::wire::DateTime;
use impact_brand::{Client, Error};

use crate::server::{Server, json, response};
use crate::{TOKEN, builder, client};

const EMAIL: &str = "canary@example.com";
const PHONE: &str = "+15550CANARY";
const ADDRESS: &str = "203.0.113.77";
const ORDER: &str = "ORDER-CANARY";

/// Everything that was printed.
#[derive(Default)]
struct Printed(Vec<String>);

impl Printed {
    fn debug(&mut self, value: &impl Debug) {
        self.0.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    /// Prints an error and its sources.
    fn error(&mut self, error: &Error) {
        self.debug(error);
        self.0.push(error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            self.0.extend([format!("{cause:?}"), cause.to_string()]);
            source = cause.source();
        }
    }

    fn check(&self, header: &str) {
        let header = header.strip_prefix("Basic ").expect("a scheme");
        for text in &self.0 {
            for canary in [TOKEN, EMAIL, PHONE, ADDRESS, ORDER, header, "IRAccountSid"] {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    }
}

fn date() -> DateTime {
    "2026-01-15T22:55:32-08:00".parse().expect("a date")
}

fn requests(client: &Client, printed: &mut Printed) {
    printed.debug(client);
    printed.debug(&Client::builder("IRAccountSid", TOKEN).calls_credentials("calls", TOKEN));
    let conversion = Conversion::new("1", date(), ORDER)
        .customer_email(EMAIL)
        .phone_number(PHONE)
        .ip_address(ADDRESS);
    let submit = client.conversions().submit(conversion);
    printed.debug(&submit);
    printed.debug(&submit.clone().send());
    printed.debug(&submit.header("x-private", EMAIL));
    let unsubscribe = client.programs().unsubscribe("1", "2", EMAIL);
    printed.debug(&unsubscribe);
    printed.debug(&unsubscribe.send());
    let contacts = || client.programs().list_unsubscribed_contacts("1").user_email(EMAIL);
    printed.debug(&contacts());
    printed.debug(&contacts().items());
    printed.debug(&contacts().pages());
    let call = CallRecord::new(CallRecordArgs {
        campaign_id: "1".into(),
        media_id: "2".into(),
        event_date: date().into(),
        action_tracker_id: "3".into(),
        call_provider: "example".into(),
        call_session_id: "4".into(),
        caller_id: PHONE.into(),
        called_phone_number: PHONE.into(),
        call_duration: 60,
        talk_duration: 50,
    });
    printed.debug(&call);
    printed.debug(&client.calls().log(call));
    printed.debug(&client.actions().list("1"));
    printed.debug(&client.jobs().export_job("1"));
    printed.debug(&client.submissions().queued_submission("1").wait());
}

/// Returns the header with the token.
async fn responses(printed: &mut Printed) -> String {
    let link = format!("/Advertisers/IRAccountSid/Actions?Page=2&Email={EMAIL}");
    let item = format!(
        r#"{{"Id":"1","IpAddress":"{ADDRESS}","CallerId":"{PHONE}","NewSecret":"{TOKEN}"}}"#
    );
    let page = format!(r#"{{"@nextpageuri":"{link}","Actions":[{item}],"Contact":"{EMAIL}"}}"#);
    let contact = format!(r#"{{"Results":[{{"UserEmail":"{EMAIL}"}}]}}"#);
    let cookie = format!("id={TOKEN}");
    let headers = [("set-cookie", cookie.as_str())];
    let server = Server::new([
        response(200, &headers, &page),
        response(200, &headers, &contact),
        response(200, &headers, &page),
    ]);
    let client = client(&server.url);
    printed.debug(&client.actions().list("1").send_with_response().await.expect("a page"));
    let contacts = client.programs().list_unsubscribed_contacts("1").await;
    printed.debug(&contacts.expect("a page"));
    let mut pages = client.actions().list("1").pages();
    pages.next().await.expect("a page").expect("a page");
    printed.debug(&pages);
    printed.debug(&pages.position());
    server.received()[0].header("authorization").expect("credentials").to_owned()
}

async fn errors(printed: &mut Printed) {
    // the response cannot be decoded, is incomplete, is an error, or redirects
    let unreadable = format!(r#"{{"IpAddress":{{"{ADDRESS}":"{EMAIL}"}},"Note":"{TOKEN}"}}"#);
    let wrong = format!(r#"{{"Payout":"{EMAIL}"}}"#);
    let nonsense = format!("{TOKEN} {EMAIL}");
    let cut = format!("HTTP/1.1 200 X\r\ncontent-length: 999\r\n\r\n{{\"Note\":\"{EMAIL}\"");
    let other_host = format!("https://{TOKEN}@example.com/{EMAIL}");
    let kept = format!(r#"{{"IpAddress":{{"{ADDRESS}":"{EMAIL}"}},"Payout":"{TOKEN}"}}"#);
    let server = Server::new([
        json(200, &wrong),
        json(200, &unreadable),
        json(200, &nonsense),
        json(500, &nonsense),
        cut.into_bytes(),
        response(302, &[("location", &other_host)], ""),
        Vec::new(),
    ]);
    // a value that cannot be read is kept without being shown
    let lenient = crate::client(&Server::serving(move |_| json(200, &kept)).url);
    printed.debug(&lenient.actions().get(ORDER).await.expect("an action"));
    let client = builder(&server.url).strict_decoding(true).build().expect("a client");
    // the source of a decode error contains the value, unless the field is sensitive
    let error = client.actions().get(ORDER).await.expect_err("an error");
    printed.debug(&error);
    printed.0.push(error.to_string());
    for _ in 0..6 {
        let error = client.actions().get(ORDER).await.expect_err("an error");
        printed.error(&error);
    }
    // the error of an invalid request does not contain its values
    let request = client.programs().get("..").header("authorization", TOKEN);
    printed.error(&request.await.expect_err("an invalid request"));
    let header = client.actions().get("1").header("x-own", format!("{TOKEN}\n"));
    printed.error(&header.await.expect_err("an invalid request"));
    let builder = Client::builder(format!("IRAccountSid\n{EMAIL}"), TOKEN);
    printed.error(&builder.build().expect_err("a line break"));
    let builder = Client::builder("a", TOKEN).base_url(format!("https://{TOKEN}@example.com"));
    printed.error(&builder.build().expect_err("credentials in a URL"));
    // no server listens
    let client = crate::client("http://127.0.0.1:1");
    printed.error(&client.actions().get(ORDER).await.expect_err("no connection"));
}

#[tokio::test]
async fn no_secret_is_printed() {
    let mut printed = Printed::default();
    requests(&client("http://127.0.0.1:1"), &mut printed);
    let header = responses(&mut printed).await;
    errors(&mut printed).await;
    assert!(printed.0.len() > 50, "the test prints all values");
    printed.check(&header);
}
