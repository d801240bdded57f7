//! Conversions and changes of actions that the service accepts, whatever its response is.

use impact_brand::conversions::Conversion;
use impact_brand::error::Error;
use impact_brand::polling::{Acceptance, Queued};
use impact_brand::submissions::ApiSubmission;
use impact_brand::wire::{DateTime, Upload};

use crate::client;
use crate::server::{Server, json, response};

async fn submit(url: &str) -> Result<Queued<ApiSubmission>, Error> {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    let conversion = Conversion::new("1", date, "ORDER-1").event_type_id("2").click_id("3");
    client(url).conversions().submit(conversion).await
}

#[tokio::test]
async fn an_accepted_write_is_a_success_in_every_format() {
    let no_content = b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".to_vec();
    let xml = "<ImpactRadiusResponse><Status>QUEUED</Status><QueuedUri>/Advertisers/IRx/APISubmissions/A-1</QueuedUri></ImpactRadiusResponse>";
    for (raw, acceptance, id) in [
        (
            json(200, r#"{"Status":"QUEUED","queuedUri":"/Advertisers/IRx/APISubmissions/A-1"}"#),
            Acceptance::Queued,
            Some("A-1"),
        ),
        (response(200, &[("content-type", "text/xml")], xml), Acceptance::Queued, Some("A-1")),
        (
            json(200, r#"{"Status":"OK","ActionId":"1000.4711.300133","ActionUri":"/x"}"#),
            Acceptance::Immediate,
            None,
        ),
        (json(200, r#"{"Status":"OK"}"#), Acceptance::Unspecified, None),
        (response(200, &[("content-type", "text/plain")], "OK"), Acceptance::Unspecified, None),
        (no_content, Acceptance::Unspecified, None),
    ] {
        let server = Server::new([raw.clone(), raw]);
        let submitted = submit(&server.url).await.expect("an accepted conversion");
        let reversed = client(&server.url).actions().reverse("1", "OTHER").await;
        for queued in [submitted, reversed.expect("an accepted reversal")] {
            assert_eq!((queued.id(), queued.acceptance()), (id, acceptance));
            if id.is_none() {
                let error = queued.wait().await.expect_err("there is nothing to poll");
                assert!(error.is_outcome_unknown() && error.may_have_been_sent(), "{error:?}");
                assert!(error.to_string().contains("the write was accepted"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_write_is_an_error_in_every_spelling() {
    for body in [
        r#"{"status":"error","message":"Validation Failed"}"#,
        r#"{"Status":"ERROR"}"#,
        r#"{"error":"Access denied"}"#,
        "<ImpactRadiusResponse><Status>ERROR</Status></ImpactRadiusResponse>",
    ] {
        let server = Server::new([json(200, body), json(200, body)]);
        let error = submit(&server.url).await.expect_err("refused");
        assert!(error.is_rejected() && !error.is_retryable(), "{body}: {error:?}");
        let file = Upload::bytes("a.csv", "x");
        let error = client(&server.url).catalogs().upload("1", file).await.expect_err("refused");
        assert!(error.is_rejected(), "{body}: {error:?}");
    }
}
