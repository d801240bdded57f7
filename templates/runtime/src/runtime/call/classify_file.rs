//! Classification of a response with a declared file, by the start of its body.

use http::StatusCode;
use http::header::RANGE;

use super::classify::error;
use super::file_start::FileStart;
use super::job_status::find_status;
use super::machine::{CallConfig, ResponseHead};
use super::media::is_html_type;
use super::response::{Content, RawResponse};
use crate::runtime::error::{
    Error, ErrorBody, ErrorKind, Expected, Outcome, body_excerpt, describe_html, is_html, refusal,
    xml_value,
};
use crate::runtime::json::{JsonKind, Raw};
use crate::runtime::request::Request;

/// Classifies a response with a declared file, by the start of its body.
///
/// The documentation of `Download` states what is not a file. The first rule that applies decides.
pub(super) fn classify_file(
    config: &CallConfig,
    request: &Request,
    head: ResponseHead,
    start: FileStart,
) -> Result<RawResponse, Error> {
    if head.status == StatusCode::PARTIAL_CONTENT {
        if !is_range_requested(request) {
            return Err(not_a_file(config, &head, &start, "a part of it that was not requested"));
        }
    } else if !start.has_signature() {
        if let Some(found) = other_content(&start) {
            return Err(not_a_file(config, &head, &start, &found));
        }
        if let Some(text) = start.document().or_else(|| start.line())
            && let Some(response) = classify_document(config, request, &head, &start, &text)
        {
            return response;
        }
        if let Some(found) = undeclared_content(&start) {
            return Err(not_a_file(config, &head, &start, &found));
        }
    }
    Ok(RawResponse::new(config, head, Content::Streamed(start.into_body())))
}

/// Returns what a body is that is empty or an HTML page.
fn other_content(start: &FileStart) -> Option<String> {
    if start.types.is_any() {
        return None;
    }
    if start.is_whitespace() {
        return Some("an empty body".to_owned());
    }
    let text = start.text();
    let is_typed = is_html_type(&start.media) && !start.types.may_be_html() && is_text(&text);
    (is_typed || is_html(&text)).then(|| describe_html(&text))
}

/// Classifies a small document, or a line of plain text; returns `None` for a file.
fn classify_document(
    config: &CallConfig,
    request: &Request,
    head: &ResponseHead,
    start: &FileStart,
    text: &str,
) -> Option<Result<RawResponse, Error>> {
    let (body, is_any) = (start.bytes(), start.types.is_any());
    let status = find_status(config, job_id(config, request), text);
    let is_certain = status.as_ref().is_some_and(|status| status.is_certain);
    let refused = || refusal(body, &config.api.errors, Expected::File { is_any });
    if let Some(parsed) = (!is_certain).then(refused).flatten() {
        return Some(Err(rejected(config, head, start, parsed)));
    }
    if let Some(status) = status {
        return Some(status.into_response(config, head.clone(), body));
    }
    if is_any {
        return None;
    }
    let value = Raw::checked(text.trim()).ok();
    let root = || xml_value(text.trim(), &config.api.errors);
    let root = if value.is_none() { root() } else { None };
    let content = value.or_else(|| root.as_deref().map(Raw::trusted));
    let message = content.and_then(|value| value.string().ok()).or_else(|| start.line());
    if let Some(message) =
        message.filter(|message| Outcome::of(message, &config.api.errors).reports_error())
    {
        let parsed = ErrorBody { message: Some(message.into_owned()), ..ErrorBody::default() };
        return Some(Err(rejected(config, head, start, parsed)));
    }
    let value = value?;
    let found = match value.kind() {
        JsonKind::Object if value.is_empty_container() => "an empty object",
        JsonKind::Object | JsonKind::List => return None,
        JsonKind::String => "a string",
        JsonKind::Number => "a number",
        JsonKind::Bool => "a boolean",
        JsonKind::Null => "`null`",
    };
    Some(Err(not_a_file(config, head, start, found)))
}

/// Returns what a body is whose type is not one of those that the operation declares.
fn undeclared_content(start: &FileStart) -> Option<String> {
    if !start.types.may_be_text() && start.document().is_some() {
        return Some("a JSON or XML document".to_owned());
    }
    start.types.excludes(&start.media).then(|| format!("`{}`", start.media))
}

/// Returns the id of the job whose file is requested.
fn job_id<'r>(config: &CallConfig, request: &'r Request) -> Option<&'r str> {
    let parameter = config.operation.job?.poll.parameter;
    let mut path = request.parts.path.iter().rev();
    path.find(|(name, _)| *name == parameter).map(|(_, value)| value.as_str())
}

fn is_range_requested(request: &Request) -> bool {
    request.parts.options.headers.iter().any(|(name, _)| name == RANGE)
}

/// Returns `true` for text without control characters, which the start of a binary file has.
fn is_text(text: &str) -> bool {
    !text.chars().any(|letter| letter.is_control() && !letter.is_whitespace())
}

/// Creates the error for a body that reports one.
fn rejected(
    config: &CallConfig,
    head: &ResponseHead,
    start: &FileStart,
    parsed: ErrorBody,
) -> Error {
    let error = error(ErrorKind::RejectedBody, head, start.bytes(), parsed);
    error.with_operation(config.operation)
}

/// Creates the error for a body that is not the declared file.
fn not_a_file(config: &CallConfig, head: &ResponseHead, start: &FileStart, found: &str) -> Error {
    let message = format!("expected a file, found {found}");
    let mut error = Error::with_message(ErrorKind::Decode, message).with_response(head);
    error.0.excerpt = body_excerpt(start.bytes(), &head.secrets);
    error.with_operation(config.operation)
}
