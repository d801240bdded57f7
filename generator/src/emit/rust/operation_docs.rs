//! The documentation of an operation: summary, facts, prose, arguments, validation and errors, in this order.

use super::links::Links;
use super::{arguments, constraints, limits, response_headers};
use crate::inflect::group_digits;
use crate::ir::{Api, Operation, RetrySafety, Window};
use crate::markdown;

/// Returns the documentation of an operation, without its example. It contains links and is escaped.
pub fn text(api: &Api, operation: &Operation) -> String {
    let mut text = format!("{}\n\n{}", markdown::escape(&operation.summary), facts(api, operation));
    if !operation.docs.is_empty() {
        let docs = Links::of_request(operation).apply(&markdown::escape(&operation.docs), "");
        text.push_str(&format!("\n\n{docs}"));
    }
    for window in operation.windows.iter().filter(|window| has_limits(window)) {
        text.push_str(&format!("\n\n{}", window_text(operation, window)));
    }
    if let Some((name, _)) = response_headers::record(api, operation) {
        text.push_str(&format!(
            "\n\nThe headers of the response are read by [`{name}::from_headers`]."
        ));
    }
    text.push_str(&arguments::docs(api, operation));
    text.push_str(&validation(api, operation));
    if !operation.errors.is_empty() {
        text.push_str("\n\n# Errors\n\nIn addition to the errors common to all operations:\n");
        for error in &operation.errors {
            text.push_str(&format!(
                "\n* {} - {}",
                error.status,
                markdown::escape(&error.docs.replace('\n', " "))
            ));
        }
    }
    text
}

/// Returns the section about limits and constraints; empty if there are none.
fn validation(api: &Api, operation: &Operation) -> String {
    let mut points = limits::sentences(api, operation);
    points.extend(constraints::sentences(api, operation));
    if points.is_empty() {
        return String::new();
    }
    let builder = &operation.request;
    let points: Vec<String> = points.iter().map(|point| format!("\n* {point}")).collect();
    format!(
        "\n\n# Validation\n\nChecked before the request is sent, unless \
         [`skip_validation`]({builder}::skip_validation) is set:\n{}",
        points.concat()
    )
}

/// Returns the HTTP method and the path, as code.
pub fn http(operation: &Operation) -> String {
    markdown::code(&format!("{} {}", operation.method, operation.path))
}

/// Returns the line of facts: ``` `GET /Notes` · idempotent · paged · 1,000 an hour ```.
pub fn facts(api: &Api, operation: &Operation) -> String {
    let mut facts = vec![http(operation)];
    facts.push(retry_safety(operation).to_owned());
    if operation.paged.is_some() {
        facts.push("paged".to_owned());
    }
    if api.has_quotas() {
        facts.push(quota(api, operation));
    }
    if operation.security.is_empty() {
        facts.push("no credentials".to_owned());
    }
    if let Some(host) = api.hosts.get(operation.host).filter(|_| operation.host > 0) {
        facts.push(markdown::code(&host.url));
    }
    facts.join(" · ")
}

/// Returns what sending an operation more than once does, in a word or two.
pub fn retry_safety(operation: &Operation) -> &'static str {
    match operation.retry_safety {
        RetrySafety::Read | RetrySafety::Idempotent => "idempotent",
        RetrySafety::NonIdempotent => "not idempotent",
        RetrySafety::Metered => "metered",
    }
}

/// Returns the quota of an operation as text.
pub fn quota(api: &Api, operation: &Operation) -> String {
    api.quotas.get(operation.quota).map(crate::ir::Quota::describe).unwrap_or_default()
}

fn has_limits(window: &Window) -> bool {
    window.days.is_some() || window.past_days.is_some()
}

/// Returns the limits of a pair of date parameters as a sentence.
fn window_text(operation: &Operation, window: &Window) -> String {
    let link = |wire: &str| {
        let found = operation.parameters.iter().find(|parameter| parameter.wire == wire);
        match found {
            Some(own) if !own.required => {
                format!("[`{}`]({}::{})", own.name.plain(), operation.request, own.name.ident)
            }
            own => markdown::code(own.map_or(wire, |own| own.name.plain())),
        }
    };
    let mut limits = Vec::new();
    if let Some(days) = window.days {
        limits.push(format!("spans at most {} days", group_digits(days.into())));
    }
    if let Some(days) = window.past_days {
        limits.push(format!("starts at most {} days ago", group_digits(days.into())));
    }
    let (start, end) = (link(&window.start), link(&window.end));
    format!("The range from {start} to {end} {}.", limits.join(" and "))
}
