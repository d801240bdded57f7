//! Links to pages, compared with the list that they are a page of.

use std::borrow::Cow;

use crate::runtime::api::Paging;
use crate::runtime::http::url;
use crate::runtime::request::Request;
use crate::runtime::wire::{Date, DateTime, SECONDS_PER_DAY, parse_decimal};

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
    let filters = list.parts.query.iter().filter(|parameter| !selects_page(parameter, paging));
    filters.map(|(name, _)| &**name).find(|name| {
        let own: Vec<&str> = list.parts.query_values(name).collect();
        let found = found.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let found: Vec<&str> = found.map(|(_, text)| *text).collect();
        !READINGS.iter().any(|read| {
            let found: Vec<String> = found.iter().map(|text| read(text)).collect();
            is_absent_or_same(&own, &found)
        })
    })
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
    let own: Vec<&str> = own.iter().flat_map(|text| elements(text)).collect();
    let found: Vec<&str> = found.iter().flat_map(|text| elements(text)).collect();
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
    // offsets are between -12 and +14 hours
    let zones = -14 * 3_600..SECONDS_PER_DAY + 12 * 3_600;
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
    let (selecting, filters): (Vec<_>, Vec<_>) =
        list.parts.query.iter().partition(|parameter| selects_page(parameter, Some(paging)));
    let is_filter = |name: &str| filters.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let mut pairs: Vec<(String, String)> = url::query_pairs(link)
        .map(|(name, text)| (name.to_ascii_lowercase(), decode_form(text)))
        .filter(|(name, _)| !is_filter(name))
        .collect();
    let own = selecting.into_iter().map(|(name, text)| (name.to_ascii_lowercase(), text.clone()));
    let first = (paging.page.to_ascii_lowercase(), paging.first.to_string());
    for (name, text) in own.chain([first]) {
        if !pairs.iter().any(|(known, _)| *known == name) {
            pairs.push((name, text));
        }
    }
    pairs.retain(|(name, _)| !name.eq_ignore_ascii_case(paging.size));
    pairs.sort_unstable();
    url::encode_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// Decodes a string that is encoded as in a form, where a space is a plus sign.
fn decode_form(text: &str) -> String {
    url::decode_text(&text.replace('+', " "))
}
