//! `x-windows` names query parameters of its operation, and `api-version` names a header.

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::source::Scalar;
use crate::spec::{Cursor, Elements, Operation};

/// Reports unknown query parameters and headers.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let query = operation.query_names();
        let mut earlier: Vec<Cursor<'_>> = Vec::new();
        for window in operation.cursor.get_items("x-windows") {
            let before = found.len();
            let days = ["days", "split-days", "past-days"];
            found.extend(days.into_iter().filter_map(|key| check_days(&window.get(key)?)));
            found.extend(check_split(&window).or_else(|| check_age(&window)));
            found.extend(check_date_filter(operation, &window));
            for at in ["start", "end"].into_iter().filter_map(|key| window.get(key)) {
                let Some(name) = at.node.as_str() else { continue };
                if query.contains(&name) {
                    found.extend(check_date(operation, &at, name));
                    continue;
                }
                let message = format!("{} has no query parameter `{name}`", operation.name());
                let diagnostic = Diagnostic::new(Code::UnknownParameter, &at.origin, message);
                found.push(match operation.parameters.iter().find(|own| own.name() == name) {
                    Some(other) => diagnostic
                        .label(&other.cursor.origin, format!("it is in `{}`", other.location())),
                    None => {
                        Diagnostic { help: did_you_mean(name, query.iter().copied()), ..diagnostic }
                    }
                });
            }
            if found.len() == before {
                found.extend(check_ends(&window, &earlier));
            }
            earlier.push(window);
        }
    }
    found.extend(check_api_version(spec));
    found
}

/// Checks that the ends of a window are different parameters, and that no earlier window is the same.
fn check_ends(window: &Cursor<'_>, earlier: &[Cursor<'_>]) -> Option<Diagnostic> {
    let (start, end) = (window.get("start")?, window.get("end")?);
    let name = start.node.as_str()?;
    if end.node.as_str() == Some(name) {
        let message = format!("parameter `{name}` is the start and the end of a window");
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &end.origin, message);
        return Some(
            diagnostic.label(&start.origin, "first used here").help("correct one of them"),
        );
    }
    // the methods of named windows collide
    let is_same = |other: &&Cursor<'_>| {
        let mut ends = ["start", "end"].into_iter();
        !other.has("name") && ends.all(|key| other.get_str(key) == window.get_str(key))
    };
    let first = earlier.iter().find(is_same).filter(|_| !window.has("name"))?;
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &window.origin, "duplicate window");
    Some(diagnostic.label(&first.origin, "first declared here").help("remove one of them"))
}

/// Checks that a number of days is not zero.
fn check_days(days: &Cursor<'_>) -> Option<Diagnostic> {
    if days.node.scalar() != Some(Scalar::Integer(0)) {
        return None;
    }
    let message = "expected a number of days above 0, found 0";
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &days.origin, message);
    Some(diagnostic.help("remove it if the number of days is not limited"))
}

/// Checks that the parts of a split range are not longer than the range may be.
fn check_split(window: &Cursor<'_>) -> Option<Diagnostic> {
    let split = window.get("split-days")?;
    let Some(Scalar::Integer(parts)) = split.node.scalar() else { return None };
    let days = window.get("days");
    let message = match days.as_ref().map(|days| days.node.scalar()) {
        Some(Some(Scalar::Integer(days))) if parts <= days => return None,
        Some(Some(Scalar::Integer(days))) => {
            format!("expected at most the {days} of `days`, found {parts}")
        }
        Some(_) => return None,
        None => "expected `days` beside `split-days`".to_owned(),
    };
    Some(Diagnostic::new(Code::BadExtensionValue, &split.origin, message))
}

/// Reports a span that is longer than the age of its start, so that it would end in the future.
fn check_age(window: &Cursor<'_>) -> Option<Diagnostic> {
    let (days, age) = (window.get("days")?, window.get("past-days")?);
    let (Scalar::Integer(span), Scalar::Integer(past)) = (days.node.scalar()?, age.node.scalar()?)
    else {
        return None;
    };
    if span <= past || past == 0 {
        return None;
    }
    let message = format!("`days` is {span}, but the start is at most {past} days ago");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &days.origin, message);
    let help = "swap `days` and `past-days`, or correct them";
    Some(diagnostic.label(&age.origin, "maximum age is here").help(help))
}

/// Checks that a named date filter has a description and optional parameters, and that a list is synchronized by times.
fn check_date_filter(operation: &Operation<'_>, window: &Cursor<'_>) -> Option<Diagnostic> {
    let bad = |at: &Cursor<'_>, message: String| {
        Some(Diagnostic::new(Code::BadExtensionValue, &at.origin, message))
    };
    let Some(name) = window.get("name") else {
        let unnamed = ["description", "sync"].into_iter().find_map(|key| window.get(key))?;
        return bad(&unnamed, "expected a `name` beside it".to_owned());
    };
    if window.get("description").is_none() {
        return bad(&name, "expected a `description` beside `name`".to_owned());
    }
    let sync = window.get("sync").filter(|sync| sync.node.scalar() == Some(Scalar::Bool(true)));
    if let Some(sync) = sync.as_ref().filter(|_| operation.cursor.get("x-page").is_none()) {
        return bad(sync, "expected a paged operation".to_owned());
    }
    for key in ["start", "end"] {
        let Some(wire) = window.get_str(key) else { continue };
        let Some(parameter) = operation.query_parameter(wire) else { continue };
        if parameter.is_required() {
            return bad(&name, format!("expected an optional parameter, found `{wire}`"));
        }
        let format = parameter.schema().and_then(|schema| schema.find_str("format"));
        let is_time = format == Some("date-time");
        if let Some(sync) = sync.as_ref().filter(|_| !is_time) {
            let message = format!("expected parameters of format `date-time`, found `{wire}`");
            return bad(sync, message);
        }
    }
    None
}

/// Checks that a query parameter is a date or a time.
fn check_date(operation: &Operation<'_>, at: &Cursor<'_>, name: &str) -> Option<Diagnostic> {
    let parameter = operation.query_parameter(name)?;
    if matches!(parameter.schema()?.find_str("format"), Some("date" | "date-time")) {
        return None;
    }
    let message =
        format!("expected a query parameter of format `date` or `date-time`, found `{name}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
    Some(diagnostic.label(&parameter.cursor.origin, "parameter is here"))
}

/// Checks that the header with the API version is one of the default headers.
fn check_api_version(spec: &Elements<'_>) -> Option<Diagnostic> {
    let client = spec.document.root_file()?.get("x-client")?;
    let version = client.get("api-version")?;
    let name = version.node.as_str()?;
    let headers: Vec<&str> = client.get_members("headers").map(|(name, _)| name).collect();
    if headers.contains(&name) {
        return None;
    }
    let message = format!("header `{name}` is not declared in `headers`");
    let mut diagnostic = Diagnostic::new(Code::BadExtensionValue, &version.origin, message);
    diagnostic.help =
        did_you_mean(name, headers).or_else(|| Some(format!("add `headers: {{ {name}: '…' }}`")));
    Some(diagnostic)
}
