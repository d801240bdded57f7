//! The spellings in `members` of a paging style are those of responses, each with one meaning.

use std::collections::BTreeSet;

use super::distinct::check_distinct;
use super::paging::response_members;
use crate::diagnostics::{Code, Diagnostic, closest};
use crate::spec::{Cursor, Elements, MediaType, Operation, Response};

/// Reports spellings that no response of the style has, and spellings with two meanings.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (style, paging) in spec.document.root_entries("x-paging") {
        let lists = || paging.get_members("members").map(|(_, list)| list);
        check_distinct(lists(), |name| format!("member `{name}` is listed twice"), &mut found);
        let has_style = |operation: &&Operation<'_>| operation.page_style() == Some(style);
        let operations = spec.operations.iter().filter(has_style);
        let known: BTreeSet<&str> = operations.flat_map(known_members).collect();
        if known.is_empty() {
            continue; // an unused style is reported elsewhere, as are responses without members
        }
        let before = found.len();
        let spellings: Vec<Cursor<'_>> = lists().flat_map(|list| list.items()).collect();
        found.extend(spellings.iter().filter_map(|at| check_spelling(style, at, &known)));
        if found.len() == before {
            let operations = spec.operations.iter().filter(has_style);
            found.extend(operations.filter_map(|it| check_operation(it, &paging, &spellings)));
        }
    }
    found
}

/// Reports a response with none of the members of its style, which is probably that of other lists.
fn check_operation(
    operation: &Operation<'_>,
    paging: &Cursor<'_>,
    spellings: &[Cursor<'_>],
) -> Option<Diagnostic> {
    let known = known_members(operation);
    let is_known = |at: &Cursor<'_>| {
        at.text().is_some_and(|name| known.iter().any(|own| own.eq_ignore_ascii_case(name)))
    };
    if spellings.is_empty() || known.is_empty() || spellings.iter().any(is_known) {
        return None;
    }
    let style = operation.cursor.get("x-page")?.get("style")?;
    let message = format!(
        "response of {} has no member of the paging style `{}`",
        operation.name(),
        style.text()?
    );
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &style.origin, message);
    let help = "name another style, or add an example of a response with the members";
    Some(diagnostic.label(&paging.get("members")?.origin, "members are here").help(help))
}

/// Returns the members that the successful responses of an operation declare, or have in an example.
pub(super) fn known_members<'a>(operation: &Operation<'a>) -> Vec<&'a str> {
    let mut known = response_members(operation);
    let media = operation.successes().iter().flat_map(Response::media_types).collect::<Vec<_>>();
    let examples = media.iter().flat_map(MediaType::examples);
    known.extend(examples.flat_map(|example| example.cursor.members()).map(|(name, _)| name));
    known
}

/// Checks that a response has a member with this spelling. The runtime ignores the case of letters.
fn check_spelling(style: &str, at: &Cursor<'_>, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    let name = at.node.as_str()?;
    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let message = format!("no response with the paging style `{style}` has a member `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownResponseMember, &at.origin, message);
    diagnostic.help = Some(match closest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add an example of a response with it, or remove it".to_owned(),
    });
    Some(diagnostic)
}
