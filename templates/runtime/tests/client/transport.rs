//! Timeouts and errors of the transport, without a network.

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use runtime::Error;
use runtime::retry::RetryPolicy;
use runtime::transport::{BoxFuture, Clock, TransportError};
use runtime::wire::Upload;

use crate::api::{RAW, builder, notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::notes::Notes;
use crate::server::Server;

#[tokio::test]
async fn an_attempt_has_a_timeout() {
    let fake = Fake::new([Outcome::Hang, Outcome::Stuck(200), Outcome::Hang, Outcome::Stuck(503)]);
    let client = builder().timeout(Duration::from_secs(9)).transport(fake.clone());
    let client = client.clock(fake.clock.clone()).build().unwrap();
    let notes = Notes { client };
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent());
    assert_eq!(error.status(), None);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.status().unwrap(), 200);
    notes.get("1").timeout(Duration::from_secs(4)).await.unwrap_err();
    // the status is known, although the body is not
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_server() && !error.is_timeout());
    assert_eq!(fake.sleeps(), [9, 9, 4, 9]);
}

#[tokio::test]
async fn the_timeout_restarts_while_an_upload_makes_progress() {
    let fake = Fake::new([Outcome::SlowUpload]);
    let create = notes_over(fake.clone()).create("1", "s");
    create.attachment(Upload::bytes("x.txt", "x")).send().await.unwrap();
    // the timeout elapsed twice while the three chunks of the body were read
    assert_eq!(fake.sleeps(), [60, 60]);
}

#[tokio::test]
async fn the_timeout_restarts_while_an_upload_from_memory_makes_progress() {
    let fake = Fake::new([Outcome::SlowUpload]);
    let file = Upload::bytes("x.bin", vec![0; 10 * 64 * 1024]);
    notes_over(fake.clone()).request(&RAW).file(file).send::<()>().await.unwrap();
    // the timeout elapsed while the ten chunks of the body were read
    assert!(fake.sleeps().len() >= 4, "{:?}", fake.sleeps());
}

#[tokio::test]
async fn errors_of_the_transport_are_distinguished() {
    let fake = Fake::new([
        Outcome::Error(TransportError::connect("refused")),
        Outcome::Error(TransportError::timeout()),
        Outcome::Error(TransportError::other("reset")),
        Outcome::Error(TransportError::other("not sent").not_sent()),
    ]);
    let notes = notes_over(fake);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "refused");
    assert_eq!(
        error.to_string(),
        "getNote: connection failed (GET /Accounts/{AccountSID}/Notes/{NoteId})"
    );
    assert!(notes.get("1").await.unwrap_err().is_timeout());
    assert!(notes.get("1").await.unwrap_err().may_have_been_sent());
    assert!(!notes.get("1").await.unwrap_err().may_have_been_sent());
}

#[tokio::test]
async fn a_server_without_tls_is_a_failed_connection() {
    let server = Server::new([crate::server::json(200, "{}")]);
    let url = server.url.replace("http:", "https:");
    let error = notes(&url).get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}

/// Returns the errors of writes that time out: with a small body, with a large one, and without a body.
async fn time_out<C: Clock>(mut server: impl FnMut() -> (String, C)) -> [Error; 3] {
    let mut notes = || {
        let (url, clock) = server();
        let client = builder().base_url(url).clock(clock).retry(RetryPolicy::default());
        Notes { client: client.build().unwrap() }
    };
    let file = Upload::bytes("x.bin", vec![0; 200_000]);
    [
        notes().create("1", "s").send().await.unwrap_err(),
        notes().create("1", "s").attachment(file).send().await.unwrap_err(),
        notes().job("7").replay().await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_timeout_before_the_connection_is_established_is_not_sent() {
    // the system accepts the connection, and nobody continues the handshake of TLS
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let [small, large, empty] = time_out(|| (url.clone(), Fake::new([]).clock)).await;
    for error in [small, large] {
        assert!(error.is_timeout() && !error.may_have_been_sent(), "{error:?}");
        assert!(error.is_retryable() && error.attempts() == 4, "{error:?}");
    }
    // without a body, this is not known
    assert!(empty.is_timeout() && empty.may_have_been_sent(), "{empty:?}");
    assert_eq!(empty.attempts(), 1);
}

/// A clock whose sleeps last until a server has received the start of a request.
#[derive(Debug)]
struct AfterStart(Arc<AtomicBool>);

impl Clock for AfterStart {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        let received = self.0.clone();
        Box::pin(async move {
            while !received.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
        })
    }
}

#[tokio::test]
async fn a_timeout_after_the_body_was_begun_may_have_been_sent() {
    let server = || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(AtomicBool::new(false));
        let clock = AfterStart(received.clone());
        thread::spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            connection.read_exact(&mut [0]).unwrap();
            received.store(true, Ordering::SeqCst);
            // until the client closes the connection
            while connection.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {}
        });
        (url, clock)
    };
    for error in time_out(server).await {
        assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn an_empty_file_may_have_been_sent() {
    let path = std::env::temp_dir().join(format!("empty-{}", std::process::id()));
    std::fs::write(&path, "").unwrap();
    for file in [Upload::bytes("x.csv", ""), Upload::path(&path)] {
        // the server closes the connection after it has read the request
        let server = Server::new([""]);
        let request = notes(&server.url).request(&RAW).file(file);
        let error = request.send::<()>().await.unwrap_err();
        assert!(error.is_connection_closed() && error.may_have_been_sent(), "{error:?}");
        assert_eq!(server.only_request().text(), "");
    }
    std::fs::remove_file(&path).unwrap();
}
