//! Results of writes that contain no more than warnings, or a state of what was written.

use runtime::wire::{Extra, UnknownValue};

use crate::api::{CREATE, notes};
use crate::server::{Server, json};

/// A list of errors with one warning.
const WARNING: &str = r#""errors":[{"field":"Text1","level":"WARNING","message":"Is missing."}]"#;

#[tokio::test]
async fn a_warning_in_a_list_of_errors_does_not_refuse_a_write() {
    for body in [
        format!("{{{WARNING}}}"),
        format!(r#"{{{WARNING},"Uri":"/Notes/1"}}"#),
        format!(r#"{{"Status":"FILED",{WARNING}}}"#),
        format!(r#"{{"Response":{{{WARNING}}}}}"#),
        r#"{"Errors":{"Text1":{"Level":"warning","Message":"Is missing."}}}"#.to_owned(),
        "<R><Errors><Error><Level>WARNING</Level><Message>Long.</Message></Error></Errors></R>"
            .to_owned(),
    ] {
        let server = Server::new([json(200, &body), json(200, &body), json(200, &body)]);
        let notes = notes(&server.url);
        notes.create("1", "s").await.unwrap_or_else(|error| panic!("{body}: {error}"));
        notes.submit(Default::default()).await.unwrap_or_else(|error| panic!("{body}: {error}"));
        notes.delete("1").await.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[tokio::test]
async fn a_warning_does_not_hide_an_error() {
    let error = r#"{"field":"Text2","level":"ERROR","message":"Is too long."}"#;
    for body in [
        format!(r#"{{"errors":[{error}]}}"#),
        format!("{{{},{error}]}}", WARNING.trim_end_matches(']')),
        format!(r#"{{"Status":"ERROR",{WARNING}}}"#),
        format!(r#"{{"success":false,{WARNING}}}"#),
    ] {
        let server = Server::new([json(200, &body)]);
        let error = notes(&server.url).create("1", "s").await.expect_err(&body);
        assert!(error.is_rejected() && !error.field_errors().is_empty(), "{body}: {error:?}");
    }
    // warnings in place of what is read
    let body = format!("{{{WARNING}}}");
    let server = Server::new([json(200, &body)]);
    assert!(notes(&server.url).get("1").await.expect_err(&body).is_rejected());
    let body = format!(r#"{{"Notes":[],{WARNING}}}"#);
    let server = Server::new([json(200, &body)]);
    assert!(notes(&server.url).list("1").await.expect_err(&body).is_rejected());
}

/// The result of a write whose status is a state of the object.
#[derive(Clone, Default)]
struct Deal {
    status: Option<DealStatus>,
    extra: Extra,
}
runtime::record!(Deal { "Status" => status });

#[derive(Clone)]
#[non_exhaustive]
enum DealStatus {
    Unavailable,
    PartlyUnavailable,
    Error,
    Unknown(UnknownValue),
}
runtime::open_enum!(DealStatus {
    Unavailable = "UNAVAILABLE",
    PartlyUnavailable = "PARTIALLY_UNAVAILABLE",
    Error = "ERROR",
});

#[tokio::test]
async fn a_doubtful_status_that_the_result_lists_is_a_state() {
    async fn write(body: &str) -> Result<Deal, runtime::Error> {
        let server = Server::new([json(200, body)]);
        let request = notes(&server.url).request(&CREATE).path::<String>("CampaignId", "1");
        request.send::<Deal>().await
    }
    for status in ["UNAVAILABLE", "PARTIALLY_UNAVAILABLE"] {
        let deal = write(&format!(r#"{{"Status":"{status}"}}"#)).await.expect(status);
        assert!(matches!(
            deal.status,
            Some(DealStatus::Unavailable | DealStatus::PartlyUnavailable)
        ));
    }
    // an error value refuses the write even if it is listed
    assert!(write(r#"{"Status":"ERROR"}"#).await.unwrap_err().is_rejected());
    // a status that is not listed, and a message that reports an error
    for body in [
        r#"{"Status":"UNKNOWN"}"#,
        r#"{"Status":"UNAVAILABLE","Message":"Access denied"}"#,
        r#"{"Status":"UNAVAILABLE","errors":["No such deal"]}"#,
    ] {
        let error = write(body).await.unwrap_err();
        assert!(error.is_decode() || error.is_rejected(), "{body}: {error:?}");
    }
}
