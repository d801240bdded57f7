//! What a service says about a failure, in whichever shape it says it.

use crate::runtime::description::ErrorMembers;
use crate::runtime::error::Problem;
use crate::runtime::error_tree::Said;
use crate::runtime::error_xml;

/// Longer bodies do not explain a failure; they are the rows of a list.
const LONGEST: usize = 1024 * 1024;

/// How much of a body an error keeps.
const EXCERPT: usize = 2048;

/// What was found in a body.
#[derive(Debug, Default)]
pub(crate) struct Complaint {
    pub(crate) message: Option<String>,
    pub(crate) fields: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    /// Whether the body itself says that it is about a failure.
    pub(crate) says_failure: bool,
    /// Whether the body is about a failure and nothing else, which it explains.
    pub(crate) is_only_failure: bool,
}

/// Reads the body of an answer that means failure by its status. Whatever it is, this does not fail.
pub(crate) fn read(body: &[u8], members: &ErrorMembers) -> Complaint {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if error_xml::is_html(text) {
        let message = match error_xml::html_title(text) {
            Some(title) => format!("an HTML page: {title}"),
            None => "an HTML page".to_owned(),
        };
        return Complaint { message: Some(message), ..Complaint::default() };
    }
    let tree = if text.starts_with('<') { error_xml::read(text) } else { Said::json(text) };
    tree.map(|tree| complaint(&tree, members)).unwrap_or_default()
}

/// Whether the body of an answer that means success by its status says failure all the same. Where an
/// answer has a state (`answers_state`), that may have the name of a failure without being one.
///
/// Most bodies are done with by a search for the words that say so; they are not parsed here.
pub(crate) fn refusal(
    body: &[u8],
    members: &ErrorMembers,
    answers_state: bool,
) -> Option<Complaint> {
    if body.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    if !members.error_values.iter().any(|value| text.contains(value)) {
        return None;
    }
    let is_list = text.trim_start().starts_with('[');
    let complaint = (!is_list).then(|| read(body, members))?;
    let fails = if answers_state { complaint.is_only_failure } else { complaint.says_failure };
    fails.then_some(complaint)
}

/// The start of a body.
pub(crate) fn excerpt(body: &[u8]) -> Option<String> {
    let start = body.get(..EXCERPT).unwrap_or(body);
    let mut text = String::from_utf8_lossy(start).into_owned();
    // a character that the bound cut in two
    while body.len() > EXCERPT && text.ends_with('\u{fffd}') {
        text.pop();
    }
    (!text.is_empty()).then_some(text)
}

fn complaint(body: &Said, members: &ErrorMembers) -> Complaint {
    if !matches!(body, Said::Members(_)) {
        let fields = all_problems(body, members);
        let message = fields.iter().find_map(|problem| problem.message.clone());
        return Complaint { message, fields, ..Complaint::default() };
    }
    let list =
        |names| find(body, names).map(|list| all_problems(list, members)).unwrap_or_default();
    let fields: Vec<Problem> = list(members.list);
    let message = message(body, members);
    let is_error = |status: &Said| {
        members.error_values.iter().any(|value| status.text().as_deref() == Some(value))
    };
    let failed = find(body, members.status).is_some_and(is_error);
    let explained = message.is_some() || !fields.is_empty();
    let has_content = has_content(body, members);
    Complaint {
        // a thing that is merely in a state of this name has other members, and no complaint
        says_failure: failed && (explained || !has_content),
        is_only_failure: failed && explained && !has_content,
        message: message.or_else(|| fields.iter().find_map(|problem| problem.message.clone())),
        fields,
        warnings: list(members.warnings),
    }
}

/// The sentence about the whole: a text, or an object with a sentence in it.
fn message(body: &Said, members: &ErrorMembers) -> Option<String> {
    let mut named = members.message.iter().filter_map(|name| body.member(name));
    named.find_map(|said| match said {
        Said::Members(_) => {
            find(said, members.message).or_else(|| find(said, members.text)).and_then(Said::text)
        }
        said => said.text(),
    })
}

/// Single problems: objects, texts, objects by the field they are about, and lists of all that.
fn all_problems(said: &Said, members: &ErrorMembers) -> Vec<Problem> {
    let mut all = Vec::new();
    add_problems(&mut all, None, said, members);
    all
}

/// Adds the problems of a value; texts are about the field of its name.
fn add_problems(all: &mut Vec<Problem>, name: Option<&str>, said: &Said, members: &ErrorMembers) {
    match said {
        Said::List(list) => {
            let name = name.filter(|_| !list.iter().any(is_object));
            for said in list {
                add_problems(all, name, said, members);
            }
        }
        Said::Members(fields) => {
            let part = |names| find(said, names).and_then(Said::text);
            let (field, message) = (part(members.field), part(members.text));
            if field.is_some() || message.is_some() {
                all.push(Problem { field, message, level: part(members.level) });
                return;
            }
            for (name, said) in fields {
                add_problems(all, Some(name), said, members);
            }
        }
        said => {
            if let Some(message) = said.text() {
                let field = name.map(str::to_owned);
                all.push(Problem { field, message: Some(message), level: None });
            }
        }
    }
}

fn is_object(said: &Said) -> bool {
    matches!(said, Said::Members(_))
}

/// Whether there is anything besides the members of a complaint.
fn has_content(body: &Said, members: &ErrorMembers) -> bool {
    let known = |name: &str| {
        [members.status, members.message, members.list, members.warnings]
            .iter()
            .any(|names| names.contains(&name))
    };
    let Said::Members(all) = body else { return false };
    all.iter().any(|(name, said)| !known(name) && said.is_filled())
}

/// The first of these members that is there and says something.
fn find<'a>(said: &'a Said, names: &[&str]) -> Option<&'a Said> {
    names.iter().filter_map(|name| said.member(name)).find(|said| said.is_filled())
}
