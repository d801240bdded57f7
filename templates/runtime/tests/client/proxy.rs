//! Proxies of the built-in transport.

use runtime::testing::MockTransport;

use crate::api::{ACCOUNT, TOKEN, builder};
use crate::credentials::all;
use crate::driver::IS_BLOCKING;
use crate::notes::Notes;
use crate::server::{Server, json};

#[tokio::test]
async fn plain_http_is_sent_to_the_proxy_with_its_credentials() {
    let proxy = Server::new([json(200, "{}")]);
    let url = proxy.url.replace("http://", "http://user:PROXY-CANARY@");
    let builder = builder().base_url("http://127.0.0.1:9/base").proxy(url);
    assert!(!format!("{builder:?}").contains("CANARY"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("CANARY"));
    let result = Notes { client }.get("1").await;
    let received = proxy.only_request();
    if IS_BLOCKING {
        // ureq uses a tunnel for plain HTTP too
        assert_eq!(received.line(), "CONNECT 127.0.0.1:9");
    } else {
        result.unwrap();
        let expected = format!("GET http://127.0.0.1:9/base/Accounts/{ACCOUNT}/Notes/1");
        assert_eq!(received.line(), expected);
    }
    // base64 of `user:PROXY-CANARY`
    assert_eq!(received.header("proxy-authorization"), Some("Basic dXNlcjpQUk9YWS1DQU5BUlk="));
}

/// Runs an ignored test in a process with a proxy in its environment, and returns its output.
fn run_with_proxy(test: &str, proxy: &str, server: &str) {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, proxy);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy").env("TEST_SERVER", server);
    let output = command.args(["--exact", test, "--ignored"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn plain_http_on_the_loopback_interface_is_not_sent_to_the_proxy_of_the_environment() {
    let (proxy, server) =
        (Server::serving(|_| json(200, "{}")), Server::serving(|_| json(200, "{}")));
    run_with_proxy("proxy::with_a_proxy_in_the_environment", &proxy.url, &server.url);
    let received = server.received();
    assert_eq!(received.len(), 2, "{received:?}");
    assert!(received.iter().all(|request| request.header("authorization").is_some()));
    // only the host that is not on the loopback interface
    let expected = match IS_BLOCKING {
        true => "CONNECT api.example.com:80".to_owned(),
        false => format!("GET http://api.example.com/Accounts/{ACCOUNT}/Notes/1"),
    };
    assert_eq!(proxy.only_request().line(), expected);
}

#[tokio::test]
#[ignore = "run by another test, in an environment with a proxy"]
async fn with_a_proxy_in_the_environment() {
    let server = std::env::var("TEST_SERVER").unwrap();
    for url in [server.clone(), server.replace("127.0.0.1", "localhost")] {
        let client = builder().base_url(url).build().unwrap();
        Notes { client }.get("1").await.unwrap();
    }
    let other = builder().base_url("http://api.example.com").allow_plain_http(true);
    let result = Notes { client: other.build().unwrap() }.get("1").await;
    // the tunnel ends at the proxy, which sends no other response
    assert!(IS_BLOCKING || result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_contains_no_credentials_of_the_api() {
    let proxy = Server::new([json(403, "no")]);
    let url = proxy.url.replace("http://", "http://user:PROXY-CANARY@");
    let client = builder().proxy(url).build().unwrap();
    let error = Notes { client }.get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    let shown = all(&error);
    assert!(!shown.contains("CANARY") && !shown.contains("dXNlcjpQ"), "{shown}");
    let received = proxy.only_request();
    assert_eq!(received.line(), "CONNECT api.example.com:443");
    assert_eq!(received.header("authorization"), None);
    assert!(!format!("{received:?}").contains(TOKEN));
    assert!(received.header("proxy-authorization").is_some());
}

#[tokio::test]
async fn no_proxy_connects_directly() {
    let (proxy, server) = (Server::new([json(599, "")]), Server::new([json(200, "{}")]));
    let client = builder().base_url(&server.url).proxy(&proxy.url).no_proxy().build().unwrap();
    Notes { client }.get("1").await.unwrap();
    assert!(proxy.received().is_empty());
    server.only_request();
}

#[test]
fn settings_that_cannot_be_used_are_errors_without_secrets() {
    for url in
        ["socks5://u:CANARY@localhost", "http://u:CANARY@", "u:CANARY@localhost:1", "", "http://"]
    {
        let error = builder().proxy(url).build().unwrap_err();
        assert!(error.is_request() && error.to_string().contains("proxy: "), "{url}: {error}");
        assert!(!all(&error).contains("CANARY"), "{error:?}");
    }
    let mock = MockTransport::new();
    let pem = include_str!("../certificates/authority.pem");
    for (builder, name) in [
        (builder().proxy("http://localhost:1"), "proxy"),
        (builder().no_proxy(), "proxy"),
        (builder().root_certificate_pem(pem), "root certificate"),
    ] {
        let error = builder.mock(&mock).build().unwrap_err();
        let expected =
            format!("invalid request: {name}: cannot be combined with a custom transport");
        assert_eq!(error.to_string(), expected);
    }
}
