//! Links to pages, compared with the list that they are a page of.

use std::borrow::Cow;

use crate::runtime::api::Paging;
use crate::runtime::http::url;
use crate::runtime::request::Request;
use crate::runtime::wire::{
    Date, DateTime, MAX_SECONDS_AHEAD, MAX_SECONDS_BEHIND, SECONDS_PER_DAY, parse_decimal,
};

/// Parts of the names of undeclared parameters that select a page.
const CURSORS: [&str; 5] = ["page", "cursor", "offset", "token", "after"];

/// How the value of a parameter may be encoded: by percent signs, as in a form, or twice.
const READINGS: [fn(&str) -> String; 3] =
    [url::decode_text, decode_form, |text| url::decode_text(&url::decode_text(text))];

/// Returns the name of a parameter of the list that has another value in a link.
///
/// A service may add and leave out parameters, and write values in another way. The parameters that select a page differ
/// between pages.
pub(super) fn changed_parameter<'a>(
    link: &str,
    list: &'a Request,
    paging: Option<&Paging>,
) -> Option<&'a str> {
    let found: Vec<(String, &str)> = url::query_pairs(link).collect();
    for parameter in &list.parts.query {
        if selects_page(parameter, paging) {
            continue;
        }
        let name = &*parameter.0;
        let own: Vec<&str> = list.parts.query_values(name).collect();
        let mut texts = Vec::new();
        for (known, text) in &found {
            if known.eq_ignore_ascii_case(name) {
                texts.push(*text);
            }
        }
        let is_same = READINGS.iter().any(|read| {
            let read: Vec<String> = texts.iter().map(|text| read(text)).collect();
            is_absent_or_same(&own, &read)
        });
        if !is_same {
            return Some(name);
        }
    }
    None
}

/// Returns `true` for a parameter of the list that selects a page, or determines its size.
fn selects_page((name, _): &(Cow<'static, str>, String), paging: Option<&Paging>) -> bool {
    // the name of a parameter that the operation declares is static
    let is_declared = matches!(name, Cow::Borrowed(_));
    let name = name.to_ascii_lowercase();
    let is = |known: &str| known.eq_ignore_ascii_case(&name);
    paging.is_some_and(|paging| is(paging.page) || is(paging.size))
        || !is_declared && CURSORS.iter().any(|part| name.contains(part))
}

/// Returns `true` if a link does not have a parameter, or has the same values of it in any order, joined by commas or
/// repeated.
fn is_absent_or_same(own: &[&str], found: &[String]) -> bool {
    let mut own_elements = Vec::new();
    own.iter().for_each(|text| own_elements.extend(elements(text)));
    let mut found_elements = Vec::new();
    found.iter().for_each(|text| found_elements.extend(elements(text)));
    let (own, found) = (own_elements, found_elements);
    found.is_empty()
        || found.iter().all(|found| own.iter().any(|own| is_same_value(own, found)))
            && own.iter().all(|own| found.iter().any(|found| is_same_value(own, found)))
}

/// Returns the elements of a value that may be several ones, without those that are blank.
fn elements(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|element| !element.is_empty())
}

/// Returns `true` if two strings are the same value, apart from case and the spelling of numbers and times.
fn is_same_value(one: &str, other: &str) -> bool {
    if one.to_lowercase() == other.to_lowercase() {
        return true;
    }
    let numbers = parse_decimal(one).zip(parse_decimal(other));
    let times = one.parse::<DateTime>().ok().zip(other.parse::<DateTime>().ok());
    numbers.is_some_and(|(one, other)| one == other)
        || times.is_some_and(|times| is_same_time(times, [one, other]))
}

/// Returns `true` if two times are the same second, or a time is one of a day in some time zone.
fn is_same_time((one, other): (DateTime, DateTime), texts: [&str; 2]) -> bool {
    let written = |time: DateTime| (time.date(), time.hour(), time.minute(), time.second());
    let has_no_offset = one.offset_minutes().is_none() || other.offset_minutes().is_none();
    let zones = -MAX_SECONDS_AHEAD..SECONDS_PER_DAY + MAX_SECONDS_BEHIND;
    let seconds = other.unix_timestamp().saturating_sub(one.unix_timestamp());
    match texts.map(|text| text.parse::<Date>().is_ok()) {
        [false, false] => seconds == 0 || has_no_offset && written(one) == written(other),
        [true, true] => seconds == 0,
        [true, false] => zones.contains(&seconds),
        [false, true] => zones.contains(&-seconds),
    }
}

/// Returns a string that is the same for all links to one page of a list. It consists of the parameters that select a page,
/// and those that the link adds to the list.
pub(super) fn page_key(link: &str, list: &Request, paging: &Paging) -> String {
    let is_filter = |name: &str| {
        let mut own = list.parts.query.iter();
        own.any(|own| own.0.eq_ignore_ascii_case(name) && !selects_page(own, Some(paging)))
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, text) in url::query_pairs(link) {
        let name = name.to_ascii_lowercase();
        if !is_filter(&name) {
            pairs.push((name, decode_form(text)));
        }
    }
    for own in &list.parts.query {
        if selects_page(own, Some(paging)) {
            add_missing(&mut pairs, &own.0, &own.1);
        }
    }
    add_missing(&mut pairs, paging.page, &paging.first.to_string());
    pairs.retain(|(name, _)| !name.eq_ignore_ascii_case(paging.size));
    let mut pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    pairs.sort_unstable();
    url::encode_pairs(pairs)
}

/// Adds a parameter, unless there is one of its name.
fn add_missing(pairs: &mut Vec<(String, String)>, name: &str, text: &str) {
    let name = name.to_ascii_lowercase();
    if !pairs.iter().any(|(known, _)| *known == name) {
        pairs.push((name, text.to_owned()));
    }
}

/// Decodes a string that is encoded as in a form, where a space is a plus sign.
fn decode_form(text: &str) -> String {
    url::decode_text(&text.replace('+', " "))
}
