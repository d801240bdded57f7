//! Dates and times.

use super::fixture::{coercion, refused, reported, with};
use runtime::runtime::wire::{Date, DateTime, DateTimeOrKeyword, encode};

fn at(text: &str) -> DateTime {
    DateTime::parse_from_rfc3339(text).expect("a date and time")
}

#[test]
fn each_form_of_the_offset_is_read_and_survives() {
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
        let date = read.creation_date.expect("is there");
        assert_eq!(date, at(expected), "{value}");
        assert_eq!(date.offset(), at(expected).offset(), "{value}");
        assert!(report.is_empty(), "{value}: {report:?}");
        assert_eq!(encode(&read), format!("{{\"CreationDate\":{expected:?}}}"));
    }
}

#[test]
fn a_missing_offset_is_utc_and_noted() {
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
fn what_is_no_date_is_refused() {
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
        let fault = refused("CreationDate", value);
        assert_eq!((fault.path(), fault.expected()), ("$.CreationDate".into(), "a date and time"));
        assert_eq!(refused("Day", value).expected(), "a date", "{value}");
    }
}

#[test]
fn days_are_days() {
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
fn words_may_stand_for_a_time() {
    assert_eq!(with("Event", "\"NOW\"").event, Some(DateTimeOrKeyword::OpenEnum("NOW".into())));
    let expected = Some(DateTimeOrKeyword::At(at("2020-09-10T09:45:07-07:00")));
    assert_eq!(with("Event", "\"2020-09-10T09:45:07-0700\"").event, expected);
    assert_eq!(with("Event", "\"\"").event, None);
    refused("Event", "5");
    assert_eq!(DateTimeOrKeyword::from("NOW"), DateTimeOrKeyword::OpenEnum("NOW".into()));
    assert_eq!(Some(DateTimeOrKeyword::from(at("2020-09-10T09:45:07-07:00"))), expected);
}
