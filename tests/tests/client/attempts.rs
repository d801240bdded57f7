//! The number of attempts of each operation, which depends on its retry safety.

use std::collections::BTreeMap;

use tests::spec::Spec;

use crate::failing_server::{FailingServer, Fault, retrying_client, transport};
use crate::server::{Server, json, response};
use crate::{client, operations};

/// Returns `true` if the path is an instance of the template.
fn is_instance(path: &str, template: &str) -> bool {
    let (path, template) = (path.split('/'), template.split('/'));
    path.clone().count() == template.clone().count()
        && path.zip(template).all(|(part, known)| part == known || known.starts_with('{'))
}

#[tokio::test]
async fn every_operation_is_sent_to_its_path() {
    let server = Server::serving(|_| json(500, r#"{"Status":"ERROR","Message":"on fire"}"#));
    let calls = operations::all(&client(&server.url));
    let index = operations::index();
    assert_eq!(calls.len(), index.len(), "a call for each operation");
    for (count, (call, operation)) in calls.into_iter().zip(&index).enumerate() {
        let id = operation["id"].as_str().expect("an id");
        let error = call.await.expect_err("the server fails");
        assert_eq!((error.operation(), error.attempts()), (Some(id), 1));
        assert!(error.is_server() && error.may_have_been_sent(), "{id}: {error:?}");
        assert_eq!(error.message(), Some("on fire"), "{id}");

        let received = server.received().split_off(count);
        assert_eq!(received.len(), 1, "{id}");
        let received = &received[0];
        assert_eq!(Some(received.method.as_str()), operation["method"].as_str(), "{id}");
        let path = received.target.split('?').next().unwrap_or_default();
        assert!(is_instance(path, operation["path"].as_str().expect("a path")), "{id}: {path}");
        let credentials = received.header("authorization").is_some();
        assert_eq!(credentials, !operation["security"].is_null(), "{id}");
    }
}

#[test]
fn the_retry_safety_is_the_one_of_the_spec() {
    let spec = Spec::bundled();
    let declared: BTreeMap<String, _> = spec.operations().into_iter().collect();
    for operation in operations::index() {
        let id = operation["id"].as_str().expect("an id");
        let expected = declared[id]["x-retry-safety"].as_str();
        assert_eq!(operation["retry_safety"].as_str(), expected, "{id}");
    }
}

/// Returns the number of attempts that are expected of an operation.
fn expected(retry_safety: &str, [safe, other]: [u32; 2]) -> u32 {
    match retry_safety {
        "read" | "idempotent" => safe,
        "non-idempotent" | "metered" => other,
        unknown => panic!("unknown retry safety `{unknown}`"),
    }
}

#[tokio::test]
async fn the_number_of_attempts_follows_the_retry_safety() {
    let status = |status| Fault::Respond(response(status, &[("content-type", "text/html")], "x"));
    // attempts of operations that can be sent twice without another effect, and of the others
    let table = [
        (Fault::Refused, [4, 4]),
        (Fault::ResetBefore, [4, 1]),
        (Fault::ResetAfter, [4, 1]),
        (status(429), [4, 4]),
        (status(500), [4, 1]),
        (status(503), [4, 1]),
    ];
    let (index, transport) = (operations::index(), transport());
    for (fault, attempts) in table {
        let server = FailingServer::start(fault.clone());
        let mut before = 0;
        for operation in &index {
            let id = operation["id"].as_str().expect("an id");
            // each operation has a full budget of retries
            let client = retrying_client(&server.url, &transport);
            let error = operations::call(&client, id).await.expect_err("the server fails");
            let retry_safety = operation["retry_safety"].as_str().expect("a retry safety");
            let expected = expected(retry_safety, attempts);
            assert_eq!(error.attempts(), expected, "{fault:?}, {id}: {error:?}");
            let is_refused = matches!(fault, Fault::Refused);
            assert_eq!(error.is_connect(), is_refused, "{fault:?}, {id}: {error:?}");
            assert_eq!(error.may_have_been_sent(), !is_refused, "{fault:?}, {id}: {error:?}");
            if !is_refused {
                before += expected as usize;
                assert_eq!(server.count(before), before, "{fault:?}, {id}");
            }
        }
    }
}
