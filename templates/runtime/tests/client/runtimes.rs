//! Tokio runtimes that are incomplete, that end, or that a future is moved out of.

use std::future::{Future, IntoFuture, pending, poll_fn};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::pin::{Pin, pin};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use runtime::Error;
use runtime::retry::RetryPolicy;
use tokio::runtime::{Builder, Runtime};

use crate::api::{builder, notes};
use crate::notes::Notes;
use crate::server::{Server, json};

fn complete() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Runs a future without a runtime.
fn run<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Polls a future once in a runtime.
fn begin<F: Future + Unpin>(runtime: &Runtime, future: &mut F) {
    runtime.block_on(poll_fn(|context| {
        assert!(Pin::new(&mut *future).poll(context).is_pending());
        Poll::Ready(())
    }));
}

fn check(error: &Error, reason: &str) {
    assert!(error.is_local() && !error.is_retryable(), "{error:?}");
    assert!(error.to_string().contains("not in a tokio runtime"), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn a_runtime_without_time_or_io_is_an_error() {
    let notes = notes("http://127.0.0.1:9");
    let without_both = Builder::new_current_thread().build().unwrap();
    let without_time = Builder::new_current_thread().enable_io().build().unwrap();
    let without_io = Builder::new_current_thread().enable_time().build().unwrap();
    for (runtime, reason) in [
        (&without_both, "this one has no timers"),
        (&without_time, "this one has no timers"),
        (&without_io, "this one has no I/O"),
    ] {
        for _ in 0..2 {
            let error = runtime.block_on(notes.create("1", "s").into_future()).unwrap_err();
            check(&error, reason);
            assert!(!error.may_have_been_sent(), "{error:?}");
            let error = runtime.block_on(notes.list("1").items().next()).unwrap().unwrap_err();
            check(&error, reason);
        }
    }
    // complete ones are not confused with them
    assert!(complete().block_on(notes.get("1").into_future()).unwrap_err().is_connect());
}

#[test]
fn a_call_that_leaves_its_runtime_is_an_error() {
    let server = Server::new([json(200, "{}")]);
    let runtime = complete();
    let mut call = notes(&server.url).create("1", "s").into_future();
    begin(&runtime, &mut call);
    let error = run(call).unwrap_err();
    check(&error, "calls are awaited in a tokio runtime");
    assert!(error.may_have_been_sent());
    // while it waits for its next attempt
    let server = Server::new([json(503, ""), json(200, "{}")]);
    let client = builder().retry(RetryPolicy::default()).base_url(&server.url).build().unwrap();
    let mut call = Notes { client }.get("1").into_future();
    begin(&runtime, &mut call);
    check(&run(call).unwrap_err(), "calls are awaited in a tokio runtime");
}

/// Returns the URL of a server that sends the head of a response and the start of its body, and the rest never.
fn stalled() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 4096]);
        connection.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\nabc").unwrap();
        // until the client closes the connection
        let _ = connection.read(&mut [0; 1]);
    });
    url
}

#[test]
fn a_body_that_stalls_outside_of_the_runtime_is_an_error() {
    let without_time = Builder::new_current_thread().build().unwrap();
    for is_inside in [false, true] {
        // the runtime of the call reads the connection on a thread of its own
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            complete().block_on(async {
                sender.send(notes(&stalled()).download("1").await).unwrap();
                pending::<()>().await;
            });
        });
        let bytes = receiver.recv().unwrap().unwrap().bytes();
        let result = if is_inside { without_time.block_on(bytes) } else { run(bytes) };
        check(&result.unwrap_err(), "timeouts need a tokio runtime with time enabled");
    }
}

/// Returns the number of files that this process has open for waiting for I/O.
#[cfg(target_os = "linux")]
fn open_event_polls() -> usize {
    let files = std::fs::read_dir("/proc/self/fd").unwrap();
    let targets = files.filter_map(|file| std::fs::read_link(file.unwrap().path()).ok());
    targets.filter(|target| target.to_string_lossy().contains("eventpoll")).count()
}

#[cfg(target_os = "linux")]
#[test]
fn the_files_of_runtimes_that_have_ended_are_closed() {
    const RUNTIMES: usize = 60;
    let server = Server::serving(|_| json(200, "{}"));
    let notes = notes(&server.url);
    // other tests open some at the same time, but not dozens
    for _ in 0..RUNTIMES {
        complete().block_on(notes.create("1", "s").into_future()).unwrap();
    }
    let open = open_event_polls();
    assert!(open < RUNTIMES / 2, "{open} of {RUNTIMES}");
}
