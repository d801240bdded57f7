//! The status of a job in place of its file.

use super::machine::{CallConfig, ResponseHead};
use super::outcome::{PollOutcome, is_state, outcome};
use super::response::{Content, RawResponse};
use super::status_body::{StatusObject, to_json};
use crate::runtime::api::{JobSpec, PollSpec};
use crate::runtime::codec::StructMeta;
use crate::runtime::error::{Error, body_excerpt, decode_text, is_error_name};
use crate::runtime::http::url;

/// What distinguishes the status of a job from its file.
struct Distinction<'a> {
    job: Option<&'static JobSpec>,
    /// The id of the job.
    id: Option<&'a str>,
    /// The members that the type of the status declares.
    meta: Option<&'static StructMeta>,
}

/// A document that is the status of a job.
pub(super) struct FoundStatus {
    /// The status as JSON.
    json: String,
    /// No error and no file has such members.
    pub(super) is_certain: bool,
    /// The job failed.
    failure: Option<Error>,
}

/// Returns the status of the job, if a document in place of a file is one.
///
/// It is an object with a state, also in another object. With the id of the job, it can have any other members, and can be
/// the only element of a list.
pub(super) fn find_status(
    config: &CallConfig,
    id: Option<&str>,
    text: &str,
) -> Option<FoundStatus> {
    let distinction = Distinction::new(config, id);
    let json = to_json(text)?;
    let object = distinction.object(&json)?;
    let is_certain = distinction.is_certain(&object, config);
    if !is_certain && !distinction.is_likely(&object) {
        return None;
    }
    Some(distinction.found(&object, is_certain))
}

/// Classifies a response with the status 202: the file does not exist yet.
pub(super) fn classify_pending(
    config: &CallConfig,
    head: ResponseHead,
    body: &[u8],
) -> Result<RawResponse, Error> {
    let distinction = Distinction::new(config, None);
    let text = decode_text(body);
    let json = to_json(&text);
    let found = json.as_deref().and_then(|json| {
        let object = distinction.object(json)?;
        Some(distinction.found(&object, true))
    });
    match found {
        Some(found) => found.into_response(config, head, body),
        None => Ok(RawResponse::new(config, head, Content::Status(body.to_vec().into()))),
    }
}

impl FoundStatus {
    /// Returns the response with the status, or the error of a failed job.
    pub(super) fn into_response(
        self,
        config: &CallConfig,
        head: ResponseHead,
        body: &[u8],
    ) -> Result<RawResponse, Error> {
        let Some(mut error) = self.failure else {
            return Ok(RawResponse::new(config, head, Content::Status(self.json.into())));
        };
        error.0.excerpt = body_excerpt(body, &head.secrets);
        Err(error.with_response(&head).with_operation(config.operation))
    }
}

impl<'a> Distinction<'a> {
    fn new(config: &CallConfig, id: Option<&'a str>) -> Self {
        Self { job: config.operation.job, id, meta: config.model.map(|model| model().meta()) }
    }

    fn poll(&self) -> Option<&'static PollSpec> {
        self.job.map(|job| &job.poll)
    }

    /// Returns the object in a document that may be the status.
    fn object<'j>(&self, json: &'j str) -> Option<StatusObject<'j>> {
        let state = self.poll().map(|poll| poll.state).unwrap_or_default();
        StatusObject::find(json, state, &|name| self.is_declared(name))
    }

    /// Returns `true` for a member of the status, and for one with the URL of the job.
    fn is_declared(&self, name: &str) -> bool {
        let urls = self.poll().map(|poll| poll.id).unwrap_or_default();
        self.meta.is_some_and(|meta| meta.spelling(name).is_some())
            || urls.iter().any(|url| url.eq_ignore_ascii_case(name))
    }

    /// Returns `true` if the state is one of those that are described.
    fn has_known_state(&self, object: &StatusObject<'_>) -> bool {
        self.poll().is_some_and(|poll| {
            let state = object.member(poll.state).unwrap_or_default();
            [poll.pending, poll.done, poll.failed].iter().any(|known| is_state(known, &state))
        })
    }

    /// Returns the id in the object, if there is one.
    fn own_id(&self, object: &StatusObject<'_>) -> Option<String> {
        let id = self.job?.id.and_then(|name| object.member(name));
        let url = || {
            let urls = self.job?.poll.id.iter();
            urls.filter_map(|name| object.member(name)).find_map(|url| url::last_segment(&url))
        };
        id.map(|id| id.trim().to_owned()).or_else(url)
    }

    /// Returns `true` if most members are declared.
    fn is_mostly_declared(&self, object: &StatusObject<'_>) -> bool {
        let count = object.members.iter().filter(|(name, _)| self.is_declared(name)).count();
        count * 2 > object.members.len()
    }

    /// Returns `true` for an object without a list that may be the records of the file. An empty one may be the records of
    /// an object without a state.
    fn is_without_records(&self, object: &StatusObject<'_>) -> bool {
        object.is_flat(self.has_known_state(object))
    }

    /// Returns `true` for an object with the state and the id of this job. Outside of a list, it may have the other members
    /// of a status instead, which no error has.
    fn is_certain(&self, object: &StatusObject<'_>, config: &CallConfig) -> bool {
        let own_id = self.own_id(object);
        let has_state = self.poll().is_some_and(|poll| object.member(poll.state).is_some());
        if has_state && own_id.is_some() && own_id.as_deref() == self.id {
            return true;
        }
        let is_own =
            |name: &str| self.is_declared(name) && !is_error_name(name, &config.api.errors);
        let is_other = object.depth > 0 && (own_id.is_some() || !self.has_known_state(object));
        !object.is_element
            && (self.job.is_none() || self.is_without_records(object) && !is_other)
            && self.is_mostly_declared(object)
            && object.members.iter().any(|(name, _)| is_own(name) && object.member(name).is_some())
    }

    /// Returns `true` for an object that has a known state or mostly members of a status, unless it may be a record of the
    /// file.
    fn is_likely(&self, object: &StatusObject<'_>) -> bool {
        let (is_known, is_mostly) = (self.has_known_state(object), self.is_mostly_declared(object));
        if object.depth == 0 {
            return self.is_without_records(object) && (is_mostly || is_known);
        }
        let is_record = match object.is_element {
            true => {
                let all = object.members.iter().all(|(name, _)| self.is_declared(name));
                !all || object.members.len() < 2
            }
            false => !is_mostly,
        };
        is_known && !is_record && self.own_id(object).is_none()
    }

    fn found(&self, object: &StatusObject<'_>, is_certain: bool) -> FoundStatus {
        let texts = |name: &str| object.member(name).map(|text| text.trim().to_owned());
        let outcome =
            self.poll().map(|poll| outcome(poll, &|name| texts(name).into_iter().collect()));
        let failure = match outcome {
            Some(PollOutcome::Failed(error)) => Some(error),
            _ => None,
        };
        FoundStatus { json: object.to_json(self.meta), is_certain, failure }
    }
}
