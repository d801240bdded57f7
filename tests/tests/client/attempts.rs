//! The number of attempts of each operation. It depends on the retry safety; nothing is retried yet.

use std::collections::BTreeMap;

use tests::spec::Spec;

use crate::server::{Server, json};
use crate::{client, operations};

/// Returns the number of attempts at an operation if every response has the status 500.
fn expected_attempts(retry_safety: &str) -> u32 {
    match retry_safety {
        "read" | "idempotent" | "non-idempotent" | "metered" => 1,
        other => panic!("unknown retry safety `{other}`"),
    }
}

/// Returns `true` if the path is an instance of the template.
fn is_instance(path: &str, template: &str) -> bool {
    let (path, template) = (path.split('/'), template.split('/'));
    path.clone().count() == template.clone().count()
        && path.zip(template).all(|(part, known)| part == known || known.starts_with('{'))
}

#[tokio::test]
async fn the_number_of_attempts_follows_the_retry_safety() {
    let server = Server::serving(|_| json(500, r#"{"Status":"ERROR","Message":"on fire"}"#));
    let calls = operations::all(&client(&server.url));
    let index = operations::index();
    assert_eq!(calls.len(), index.len(), "a call for each operation");
    let mut before = 0;
    for (call, operation) in calls.into_iter().zip(&index) {
        let id = operation["id"].as_str().expect("an id");
        let error = call.await.expect_err("the server fails");
        assert_eq!(error.operation(), Some(id));
        assert!(error.is_server() && error.may_have_been_sent(), "{id}: {error:?}");
        assert_eq!(error.message(), Some("on fire"), "{id}");
        let retry_safety = operation["retry_safety"].as_str().expect("a retry safety");
        let expected = expected_attempts(retry_safety);
        assert_eq!(error.attempts(), expected, "{id}");

        let received = server.received().split_off(before);
        assert_eq!(received.len(), expected as usize, "{id}");
        before += received.len();
        for received in received {
            assert_eq!(Some(received.method.as_str()), operation["method"].as_str(), "{id}");
            let path = received.target.split('?').next().unwrap_or_default();
            assert!(is_instance(path, operation["path"].as_str().expect("a path")), "{id}: {path}");
            let credentials = received.header("authorization").is_some();
            assert_eq!(credentials, !operation["security"].is_null(), "{id}");
        }
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

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    // a port that no server listens on
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("a local address"));
    drop(listener);
    for call in operations::all(&client(&url)) {
        let error = call.await.expect_err("no server listens");
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
        assert_eq!((error.status(), error.attempts()), (None, 1), "{error:?}");
    }
}
