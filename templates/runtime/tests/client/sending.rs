//! Timeouts before and after a request is sent, with the transport over reqwest.

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use runtime::Error;
use runtime::retry::RetryPolicy;
use runtime::transport::{BoxFuture, Clock};
use runtime::wire::Upload;

use crate::api::builder;
use crate::fake::Fake;
use crate::notes::Notes;

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
