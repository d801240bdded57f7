//! How often each operation is sent to a server that fails. Nothing is sent again yet: retries will go by
//! the effect of the operation, and `attempts` below is where that will show.

use std::collections::BTreeMap;

use tests::spec::Spec;

use crate::server::{Server, json};
use crate::{client, operations};

/// How often an operation of this effect is sent to a server that answers nothing but 500.
fn attempts(effect: &str) -> u32 {
    match effect {
        "read" | "idempotent" | "unsafe" | "quota" => 1,
        other => panic!("an effect that nobody knows: {other}"),
    }
}

/// Whether a path is one that the template means.
fn fits(path: &str, template: &str) -> bool {
    let (path, template) = (path.split('/'), template.split('/'));
    path.clone().count() == template.clone().count()
        && path.zip(template).all(|(part, known)| part == known || known.starts_with('{'))
}

#[tokio::test]
async fn a_failing_server_is_asked_as_often_as_the_effect_allows() {
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
        let expected = attempts(operation["effect"].as_str().expect("an effect"));
        assert_eq!(error.attempts(), expected, "{id}");

        let asked = server.asked().split_off(before);
        assert_eq!(asked.len(), expected as usize, "{id}");
        before += asked.len();
        for asked in asked {
            assert_eq!(Some(asked.method.as_str()), operation["method"].as_str(), "{id}");
            let path = asked.target.split('?').next().unwrap_or_default();
            assert!(fits(path, operation["path"].as_str().expect("a path")), "{id}: {path}");
            let credentials = asked.header("authorization").is_some();
            assert_eq!(credentials, !operation["security"].is_null(), "{id}");
        }
    }
}

#[test]
fn the_effects_are_those_of_the_spec() {
    let spec = Spec::bundled();
    let declared: BTreeMap<String, _> = spec.operations().into_iter().collect();
    for operation in operations::index() {
        let id = operation["id"].as_str().expect("an id");
        assert_eq!(operation["effect"].as_str(), declared[id]["x-effect"].as_str(), "{id}");
    }
}

#[tokio::test]
async fn what_no_server_takes_was_not_sent() {
    // a port that was free a moment ago
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    for call in operations::all(&client(&url)) {
        let error = call.await.expect_err("nobody listens");
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
        assert_eq!((error.status(), error.attempts()), (None, 1), "{error:?}");
    }
}
