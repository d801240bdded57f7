//! Awaits the end of something that the service works off.

use crate::runtime::address;
use crate::runtime::answer::read_record;
use crate::runtime::client::Client;
use crate::runtime::description::{Operation, Polling};
use crate::runtime::drive::drive;
use crate::runtime::error::{Error, Kind};
use crate::runtime::error_body;
use crate::runtime::poll::{Pace, Poller, Turn};
use crate::runtime::reply::Reply;
use crate::runtime::request::Request;
use crate::runtime::verdict::{Progress, Verdict, judge, progress};
use crate::runtime::wire::{Json, Map, Readable, Record, View, decode_envelope};

/// Something that the service works off, by its id.
#[derive(Clone)]
pub(crate) struct Ticket {
    pub(crate) client: Client,
    pub(crate) polling: &'static Polling,
    pub(crate) id: String,
}

/// What is called with each look.
pub(crate) type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// Makes an empty record of the type that says how it stands.
pub(crate) type Blank = fn() -> Box<dyn State>;

/// Says how something stands, once it has been read.
pub(crate) trait State: Record + Readable {}

impl<S: Record + Readable> State for S {}

impl Ticket {
    /// Reads the id from the answer that took the order; gives all members of that answer as well.
    pub(crate) fn read(
        client: &Client,
        polling: &'static Polling,
        reply: &Reply,
    ) -> Result<(Self, Map<Json>), Error> {
        let mut rows: Vec<Json> = Vec::new();
        let members = decode_envelope(reply.body(), &[], &mut rows)
            .map_err(|fault| reply.unreadable(fault))?
            .members;
        let id = polling
            .id
            .iter()
            .find_map(|name| address::last_segment(&View::Json(members.get(name)?).scalar()?));
        match id {
            Some(id) => Ok((Self { client: client.clone(), polling, id }, members)),
            None => Err(reply.error(Kind::Decode, "the answer does not say under which id to ask")),
        }
    }

    /// The request that asks how it stands.
    pub(crate) fn look(&self) -> Request {
        let mut request = self.about(self.polling.operation);
        request.draft.answers_state = true;
        request
    }

    /// A request about it.
    pub(crate) fn about(&self, operation: &'static Operation) -> Request {
        self.client.request(operation).path::<&str>(self.polling.parameter, self.id.as_str())
    }

    /// Looks again and again until it is done; gives what the last look has shown.
    pub(crate) async fn wait(
        self,
        pace: Pace,
        mut on_progress: Option<OnProgress>,
        blank: Blank,
    ) -> Result<Reply, Error> {
        let transport = self.client.transport();
        let mut poller = Poller::new(pace, transport.now());
        let mut seen = Progress::default();
        loop {
            match poller.turn(transport.now()) {
                Turn::Ask => {
                    let reply = drive(self.look(), false).await?;
                    let verdict = self.judge(&reply, blank, &mut seen)?;
                    if let Some(on_progress) = &mut on_progress {
                        on_progress(&seen);
                    }
                    match verdict {
                        Verdict::Done => return Ok(reply),
                        Verdict::Failed(error) => return Err(self.failed(error, &reply)),
                        Verdict::Open => {}
                    }
                }
                Turn::Wait(span) => transport.sleep(span).await,
                Turn::GiveUp => return Err(self.given_up(&seen)),
            }
        }
    }

    fn judge(&self, reply: &Reply, blank: Blank, seen: &mut Progress) -> Result<Verdict, Error> {
        let mut record = blank();
        read_record(reply, &mut *record)?;
        *seen = progress(&*record, self.polling, seen.looks + 1);
        Ok(judge(&*record, self.polling))
    }

    fn failed(&self, error: Error, reply: &Reply) -> Error {
        let mut error = error.answered(&reply.head).of(self.polling.operation);
        error.0.excerpt = error_body::excerpt(reply.body());
        error
    }

    fn given_up(&self, seen: &Progress) -> Error {
        let state = seen.state.as_deref().unwrap_or("without a state");
        let message = format!("not done by the deadline, still {state}");
        let mut error = Error::message_of(Kind::Timeout, message).of(self.polling.operation);
        error.0.attempts = seen.looks;
        error
    }
}

/// Makes an empty record.
pub(crate) fn blank<S: Record + Readable + Default + 'static>() -> Box<dyn State> {
    Box::new(S::default())
}
