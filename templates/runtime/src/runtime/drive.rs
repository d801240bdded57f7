//! Carries out the steps of an exchange over a transport.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::header::CONTENT_LENGTH;

use crate::runtime::alarm::{Alarm, Paced};
use crate::runtime::body::{Body, Progress};
use crate::runtime::error::Error;
use crate::runtime::exchange::{Exchange, Step};
use crate::runtime::reply::Reply;
use crate::runtime::request::Request;
use crate::runtime::transport::{BoxFuture, Incoming, Transport, TransportError};

/// Makes a call. Not generic, so that it is compiled once for all types of answers.
pub(crate) fn drive(request: Request, streamed: bool) -> BoxFuture<Result<Reply, Error>> {
    Box::pin(async move {
        let exchange = request.exchange(streamed);
        let transport = request.draft.client.transport().clone();
        Driver { transport, span: request.timeout(), alarm: None, incoming: None }
            .run(exchange)
            .await
    })
}

struct Driver {
    transport: Arc<dyn Transport>,
    span: Duration,
    alarm: Option<Alarm>,
    incoming: Option<Incoming>,
}

impl Driver {
    async fn run(mut self, mut exchange: Exchange) -> Result<Reply, Error> {
        let mut step = exchange.start();
        loop {
            step = match step {
                Step::Send(request) => self.send(&mut exchange, *request).await,
                Step::Read { limit } => self.read(&mut exchange, limit).await,
                Step::Stream => {
                    let alarm = self.alarm(Progress::default());
                    let body = self.incoming.take().unwrap_or_else(|| Incoming::bytes(""));
                    let paced = Paced { body, alarm, over: false };
                    return Ok(exchange.stream(Incoming::stream(paced)));
                }
                Step::Done(result) => return result.map(|reply| *reply),
            }
        }
    }

    fn alarm(&self, progress: Progress) -> Alarm {
        Alarm::new(self.transport.clone(), self.span, progress)
    }

    async fn send(&mut self, exchange: &mut Exchange, mut request: http::Request<Body>) -> Step {
        if request.body().has_files() {
            // a length beforehand: not every service takes a body in chunks
            match request.body().length().await {
                Ok(length) => {
                    request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
                }
                Err(problem) => return exchange.unreadable(problem),
            }
        }
        let mut alarm = self.alarm(request.body().progress());
        let sent = alarm.limit(self.transport.send(request)).await;
        self.alarm = Some(alarm);
        match sent {
            Ok(response) => {
                let (head, body) = response.into_parts();
                self.incoming = Some(body);
                exchange.head(head)
            }
            Err(problem) => exchange.failure(problem),
        }
    }

    /// Reads a body, and a piece more than wanted at most.
    async fn read(&mut self, exchange: &mut Exchange, limit: u64) -> Step {
        let mut alarm = match self.alarm.take() {
            Some(alarm) => alarm,
            None => self.alarm(Progress::default()),
        };
        let mut body = self.incoming.take().unwrap_or_else(|| Incoming::bytes(""));
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        loop {
            match alarm.next(&mut body).await {
                None => break,
                Some(Ok(piece)) if first.is_empty() && all.is_empty() => first = piece,
                Some(Ok(piece)) => {
                    all.extend_from_slice(&std::mem::take(&mut first));
                    all.extend_from_slice(&piece);
                }
                Some(Err(problem)) => {
                    return exchange.broken_body(whole(first, all), problem);
                }
            }
            if first.len().max(all.len()) as u64 > limit {
                break;
            }
        }
        exchange.body(whole(first, all))
    }
}

/// A body of one piece is not copied.
fn whole(first: Bytes, all: BytesMut) -> Bytes {
    if all.is_empty() { first } else { all.freeze() }
}

/// The problem of a body that broke off.
pub(crate) fn cut_off(missing: u64) -> TransportError {
    TransportError::other(format!("the answer broke off {missing} bytes before its end"))
}
