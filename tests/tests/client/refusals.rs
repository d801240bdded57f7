//! Refusals with a success status, of each operation.

use impact_brand::jobs::JobStatus;

use crate::server::{Server, json};
use crate::{client, operations};

#[tokio::test]
async fn a_refusal_of_each_operation_is_recognized() {
    let bodies = [
        r#"{"Status":"ERROR","Message":"no"}"#,
        r#"{"Status":"FAILED","Message":"no"}"#,
        r#"{"success":false,"message":"no"}"#,
        r#"{"statusCode":403,"message":"no"}"#,
        r#"{"error":"no"}"#,
        "<ImpactRadiusResponse><Status>ERROR</Status><Message>no</Message></ImpactRadiusResponse>",
    ];
    for body in bodies {
        let server = Server::serving(move |_| json(200, body));
        let calls = operations::all(&client(&server.url));
        for (call, operation) in calls.into_iter().zip(operations::index()) {
            let id = operation["id"].as_str().expect("an id");
            let error = call.await.expect_err("a refusal");
            assert!(error.is_rejected(), "{id}: {body}: {error:?}");
            assert_eq!(error.message(), Some("no"), "{id}: {body}");
        }
    }
}

#[tokio::test]
async fn a_failed_job_is_not_a_refusal() {
    for body in [r#"{"Status":"FAILED"}"#, r#"{"Id":"1","Status":"FAILED","StatusMessage":"no"}"#] {
        let server = Server::new([json(200, body)]);
        let job = client(&server.url).jobs().get("1").await.expect("a job");
        assert!(matches!(job.status, Some(JobStatus::Failed)), "{body}: {job:?}");
    }
    let server = Server::new([json(200, r#"{"Jobs":[{"Id":"1","Status":"FAILED"}]}"#)]);
    let jobs = client(&server.url).jobs().list().await.expect("a list");
    assert_eq!(jobs.len(), 1);
    // an error about the job
    let server = Server::new([json(200, r#"{"Status":"FAILED","Message":"no such job"}"#)]);
    let error = client(&server.url).jobs().get("1").await.expect_err("a refusal");
    assert!(error.is_rejected(), "{error:?}");
}
