//! Whether an answer means success.

use bytes::Bytes;

use crate::runtime::error::{Error, Kind};
use crate::runtime::error_body::{self, Complaint};
use crate::runtime::exchange::{Head, Rules};
use crate::runtime::reply::Reply;

/// Sorts an answer whose body has been read. Its status counts whatever the body looks like; a body that
/// says failure counts whatever the status.
pub(crate) fn classify(rules: &Rules, head: Head, body: Bytes) -> Result<Reply, Error> {
    let members = &rules.api.errors;
    if !head.status.is_success() {
        let mut complaint = error_body::read(&body, members);
        if head.status.is_redirection() && complaint.message.is_none() {
            complaint.message = Some("a redirect that this operation does not follow".to_owned());
        }
        return Err(error(Kind::Status, &head, &body, complaint).of(rules.operation));
    }
    if let Some(complaint) = error_body::refusal(&body, members, rules.answers_state) {
        return Err(error(Kind::Refused, &head, &body, complaint).of(rules.operation));
    }
    Ok(Reply::whole(rules, head, body))
}

fn error(kind: Kind, head: &Head, body: &[u8], complaint: Complaint) -> Error {
    let mut error = Error::new(kind).answered(head);
    error.0.message = complaint.message;
    error.0.fields = complaint.fields;
    error.0.warnings = complaint.warnings;
    error.0.excerpt = error_body::excerpt(body);
    error
}
