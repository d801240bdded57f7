//! Dates and times.

use super::fixture::{coercion, reported, unreadable, with};
use runtime::wire::{Date, DateTime, DateTimeOrKeyword, encode};

fn at(text: &str) -> DateTime {
    DateTime::parse_from_rfc3339(text).expect("a date and time")
}

#[test]
fn each_form_of_the_offset_is_decoded_and_kept() {
    for (value, expected) in [
        ("2020-09-10T09:45:07-07:00", "2020-09-10T09:45:07-07:00"),
        ("2020-09-10T09:45:07-0700", "2020-09-10T09:45:07-07:00"),
        ("2021-08-31T04:00:00.000+0000", "2021-08-31T04:00:00+00:00"),
        ("2021-08-31T04:00:00Z", "2021-08-31T04:00:00+00:00"),
        ("2021-08-31t04:00:00z", "2021-08-31T04:00:00+00:00"),
        ("2021-08-31T04:00:00.5Z", "2021-08-31T04:00:00.500+00:00"),
        ("2021-08-31 04:00:00+05:30", "2021-08-31T04:00:00+05:30"),
        ("2021-08-31 04:00:00.123456789+0530", "2021-08-31T04:00:00.123456789+05:30"),
    ] {
        let (read, report) = reported("CreationDate", &format!("{value:?}"));
        let date = read.creation_date.expect("present");
        assert_eq!(date, at(expected), "{value}");
        assert_eq!(date.offset(), at(expected).offset(), "{value}");
        assert!(report.is_empty(), "{value}: {report:?}");
        assert_eq!(encode(&read), format!("{{\"CreationDate\":{expected:?}}}"));
    }
}

#[test]
fn a_missing_offset_is_read_as_utc_and_reported() {
    for (value, expected) in [
        ("2020-09-10T09:45:07", "2020-09-10T09:45:07Z"),
        ("2020-09-10 09:45:07.25", "2020-09-10T09:45:07.25Z"),
        ("2020-09-10", "2020-09-10T00:00:00Z"),
    ] {
        let (read, report) = reported("CreationDate", &format!("{value:?}"));
        assert_eq!(read.creation_date, Some(at(expected)), "{value}");
        assert_eq!(coercion(&report), ("$.CreationDate", "assumed UTC"), "{value}");
    }
}

#[test]
fn other_values_are_unreadable() {
    for value in [
        "\"yesterday\"",
        "\"2020-13-10T09:45:07Z\"",
        "\"2020-02-30\"",
        "\"2020-9-1\"",
        "\"2020-09-10T09:45:07−07:00\"",
        "\"2020-09-10T05: 18: 54-08: 00\"",
        "\"NOW\"",
        "1599729907",
        "true",
        "\"2020-09-10T\"",
        "\"2020-09-10T09:45:07+07\"",
        "[\"2020-09-10\"]",
        "\"2020-09-10T09:45:07 +07:00\"",
        "\"2020-09-10T09:45:07 +0700\"",
        "\" 2020-09-10T09:45:07Z\"",
        "\"2020-09-10T09:45:07Z \"",
        "\"2020-09-10T9:45:07Z\"",
        "\"2020-09-10  09:45:07Z\"",
        "\"2020-09-1ü\"",
        "\"99999999999999999999-01-01T00:00:00Z\"",
    ] {
        let error = unreadable("CreationDate", value);
        assert_eq!((error.path(), error.expected()), ("$.CreationDate".into(), "a date and time"));
        assert_eq!(unreadable("Day", value).expected(), "a date", "{value}");
    }
}

#[test]
fn dates_are_decoded_from_dates_and_times_too() {
    let day = Date::from_ymd_opt(2020, 9, 10);
    let (read, report) = reported("Day", "\"2020-09-10\"");
    assert_eq!(read.day, day);
    assert!(report.is_empty());
    assert_eq!(encode(&read), r#"{"Day":"2020-09-10"}"#);
    for value in
        ["2020-09-10T23:45:07-07:00", "2020-09-10T00:00:00.000+0000", "2020-09-10 09:45:07"]
    {
        let (read, report) = reported("Day", &format!("{value:?}"));
        assert_eq!(read.day, day, "{value}");
        assert_eq!(coercion(&report), ("$.Day", "took the day of a date and time"));
    }
}

#[test]
fn keywords_are_accepted_in_place_of_a_time() {
    assert_eq!(with("Event", "\"NOW\"").event, Some(DateTimeOrKeyword::Keyword("NOW".into())));
    let expected = Some(DateTimeOrKeyword::At(at("2020-09-10T09:45:07-07:00")));
    assert_eq!(with("Event", "\"2020-09-10T09:45:07-0700\"").event, expected);
    assert_eq!(with("Event", "\"\"").event, None);
    unreadable("Event", "5");
    assert_eq!(DateTimeOrKeyword::from("NOW"), DateTimeOrKeyword::Keyword("NOW".into()));
    assert_eq!(Some(DateTimeOrKeyword::from(at("2020-09-10T09:45:07-07:00"))), expected);
}
