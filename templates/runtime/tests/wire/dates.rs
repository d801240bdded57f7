//! Dates and times: spellings, comparison, and how the codec reads and writes them.

use std::collections::HashSet;

use super::fixture::{coercion, reported, unreadable, with};
use runtime::json::encode;
use runtime::wire::{Date, DateTime, DateTimeOrKeyword};

fn at(text: &str) -> DateTime {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).expect("a day of the calendar")
}

/// Spellings with their Unix time, nanoseconds and offset in minutes.
const SPELLINGS: &[(&str, i64, u32, Option<i16>)] = &[
    ("2020-09-10T09:45:07-07:00", 1_599_756_307, 0, Some(-420)),
    ("2020-09-10T09:45:07-0700", 1_599_756_307, 0, Some(-420)),
    ("2020-09-10T09:45:07-07", 1_599_756_307, 0, Some(-420)),
    ("2020-09-10 09:45:07+05:30", 1_599_711_307, 0, Some(330)),
    ("2020-09-10T09:45:07+00:00", 1_599_731_107, 0, Some(0)),
    ("2020-09-10T09:45:07-00:00", 1_599_731_107, 0, Some(0)),
    ("2020-09-10T09:45:07-0000", 1_599_731_107, 0, Some(0)),
    ("2020-09-10T09:45:07+00", 1_599_731_107, 0, Some(0)),
    ("2020-09-10T09:45:07-00", 1_599_731_107, 0, Some(0)),
    ("2020-09-10T09:45:07Z", 1_599_731_107, 0, Some(0)),
    ("2020-09-10t09:45:07z", 1_599_731_107, 0, Some(0)),
    ("2020-09-10 09:45:07z", 1_599_731_107, 0, Some(0)),
    ("2021-08-31T04:00:00.000+0000", 1_630_382_400, 0, Some(0)),
    ("2021-08-31T04:00:00.5Z", 1_630_382_400, 500_000_000, Some(0)),
    ("2021-08-31T04:00:00.50Z", 1_630_382_400, 500_000_000, Some(0)),
    ("2021-08-31T04:00:00.123456789+0530", 1_630_362_600, 123_456_789, Some(330)),
    ("2021-08-31T04:00:00.000000001Z", 1_630_382_400, 1, Some(0)),
    ("2021-08-31T04:00:00.1234567", 1_630_382_400, 123_456_700, None),
    ("2021-08-31T04:00:00", 1_630_382_400, 0, None),
    ("2021-08-31 04:00:00", 1_630_382_400, 0, None),
    ("2021-08-31T04:00Z", 1_630_382_400, 0, Some(0)),
    ("2021-08-31 04:00-0730", 1_630_409_400, 0, Some(-450)),
    ("2021-08-31t04:00", 1_630_382_400, 0, None),
    ("2021-08-31", 1_630_368_000, 0, None),
    ("2022-03-02T05: 18: 54-08: 00", 1_646_227_134, 0, Some(-480)),
    ("2022-03-02T05: 18: 54.25-0800", 1_646_227_134, 250_000_000, Some(-480)),
    ("2022-03-02 05: 18", 1_646_198_280, 0, None),
    ("1969-12-31T23:59:59.9Z", -1, 900_000_000, Some(0)),
    ("2024-02-29T00:00:00Z", 1_709_164_800, 0, Some(0)),
    ("2000-02-29T00:00:00Z", 951_782_400, 0, Some(0)),
    ("0001-01-01T00:00:00+23:59", -62_135_683_140, 0, Some(1_439)),
    ("9999-12-31T23:59:59.999999999-23:59", 253_402_387_139, 999_999_999, Some(-1_439)),
];

/// Strings that are neither a date nor a date and time.
const REJECTED: &[&str] = &[
    "",
    "yesterday",
    "NOW",
    "1599729907",
    "2020-9-1",
    "20200910",
    "2020-13-10T09:45:07Z",
    "2020-00-10",
    "2020-09-00",
    "2020-09-31",
    "2020-02-30",
    "2023-02-29",
    "1900-02-29",
    "0000-00-00",
    "0000-12-31",
    "-001-01-01",
    "+2020-01-01",
    "10000-01-01",
    "99999999999999999999-01-01T00:00:00Z",
    "2020-09-1ü",
    "２020-09-10",
    "2020-09-10Z",
    "2020-09-10T",
    "2020-09-10T09",
    "2020-09-10T09Z",
    "2020-09-10T9:45:07Z",
    "2020-09-10T09:45:7Z",
    "2020-09-10T094507Z",
    "2020-09-10T24:00:00Z",
    "2020-09-10T09:60:00Z",
    "2016-12-31T23:59:60Z",
    "2020-09-10T09:45:07.Z",
    "2020-09-10T09:45:07,5Z",
    "2020-09-10T09:45:07.1234567890Z",
    "2020-09-10T09:45.5Z",
    "2020-09-10T09:45:Z",
    "2020-09-10T09:45:07+",
    "2020-09-10T09:45:07+7",
    "2020-09-10T09:45:07+070",
    "2020-09-10T09:45:07+07:",
    "2020-09-10T09:45:07+07:0",
    "2020-09-10T09:45:07+07:60",
    "2020-09-10T09:45:07+24:00",
    "2020-09-10T09:45:07+07:00Z",
    "2020-09-10T09:45:07+07:00:00",
    "2020-09-10T09:45:07−07:00",
    "2020-09-10T09:45:07UTC",
    "2020-09-10T09:45:07 +07:00",
    "2020-09-10T09:45:07 +0700",
    "2020-09-10T09:45:07 Z",
    " 2020-09-10T09:45:07Z",
    "2020-09-10T09:45:07Z ",
    "2020-09-10  09:45:07Z",
    "2020-09-10_09:45:07Z",
    "2020-09-10T05: 18:54-08:00",
    "2020-09-10T05:18: 54-08:00",
    "2020-09-10T05: 18: 54-08:00",
    "2020-09-10T05:18:54-08: 00",
    "2020-09-10T05 :18 :54-08 :00",
    "2020-09-10T05:  18:  54Z",
    "2020-09-10T05: 18: 54-08: ",
];

#[test]
fn spellings_are_read_and_written_back() {
    for (text, seconds, nanos, offset) in SPELLINGS {
        let value = at(text);
        assert_eq!((value.unix_timestamp(), value.subsec_nanos()), (*seconds, *nanos), "{text}");
        assert_eq!(value.offset_minutes(), *offset, "{text}");
        assert_eq!(value.to_string(), *text);
        assert_eq!(format!("{value:?}"), *text);
    }
}

#[test]
fn other_strings_are_rejected() {
    for text in REJECTED {
        let error = text.parse::<DateTime>().expect_err(text).to_string();
        let start = "expected a date and time such as `2026-01-15T22:55:32-08:00`, found ";
        assert!(error.starts_with(start), "{error}");
        let error = text.parse::<Date>().expect_err(text).to_string();
        assert!(error.starts_with("expected a date such as `2026-01-15`, found "), "{error}");
    }
}

#[test]
fn error_messages_quote_a_bounded_part() {
    let message = |text: &str| text.parse::<Date>().expect_err(text).to_string();
    assert_eq!(message("NOW"), "expected a date such as `2026-01-15`, found `NOW`");
    assert_eq!(message(""), "expected a date such as `2026-01-15`, found an empty string");
    let expected = format!("expected a date such as `2026-01-15`, found `{}…`", "ü".repeat(40));
    assert_eq!(message(&"ü".repeat(1_000)), expected);
    assert_eq!(message("a\nb"), r"expected a date such as `2026-01-15`, found `a\nb`");
}

#[test]
fn parts_are_those_of_the_written_time() {
    let value = at("2020-01-01T01:02:03.5+05:30");
    assert_eq!(value.date(), day(2020, 1, 1));
    assert_eq!((value.hour(), value.minute(), value.second()), (1, 2, 3));
    assert_eq!(value.subsec_nanos(), 500_000_000);
    let value = at("1969-12-31T23:59-08:00");
    assert_eq!(value.date(), day(1969, 12, 31));
    assert_eq!((value.hour(), value.minute(), value.second()), (23, 59, 0));
    assert_eq!(at("0001-01-01T00:00:00+23:59").date(), Date::MIN);
    assert_eq!(at("9999-12-31T23:59:59-23:59").date(), Date::MAX);
}

#[test]
fn times_compare_by_instant() {
    let same =
        ["2020-01-01T00:30:00+01:00", "2019-12-31T23:30Z", "2019-12-31 15:30:00.000-0800"].map(at);
    let set: HashSet<DateTime> = same.into_iter().collect();
    assert_eq!(set.len(), 1);
    assert!(same.iter().all(|value| *value == same[0]));

    let mut times = [
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00.000000001Z",
        "2020-01-01T09:00:00+09:30",
        "2020-01-01",
        "2019-12-31T16:00:01-08:00",
    ]
    .map(at);
    times.sort();
    let sorted = times.map(|value| value.to_string());
    let expected = [
        "2020-01-01T09:00:00+09:30",
        "2020-01-01T00:00:00Z",
        "2020-01-01",
        "2020-01-01T00:00:00.000000001Z",
        "2019-12-31T16:00:01-08:00",
    ];
    assert_eq!(sorted, expected);
    assert!(day(2019, 12, 31) < day(2020, 1, 1) && day(2020, 1, 31) < day(2020, 2, 1));
}

#[test]
fn times_are_built_from_parts() {
    let date = day(2026, 1, 15);
    let built = |hour, minute, second, offset| {
        DateTime::new(date, hour, minute, second, offset).map(|value| value.to_string())
    };
    assert_eq!(built(22, 55, 32, -480).as_deref(), Some("2026-01-15T22:55:32-08:00"));
    assert_eq!(built(22, 55, 32, 330).as_deref(), Some("2026-01-15T22:55:32+05:30"));
    assert_eq!(built(0, 0, 0, 0).as_deref(), Some("2026-01-15T00:00:00Z"));
    for (hour, minute, second, offset) in
        [(24, 0, 0, 0), (0, 60, 0, 0), (0, 0, 60, 0), (0, 0, 0, 1_440), (0, 0, 0, -1_440)]
    {
        assert_eq!(built(hour, minute, second, offset), None);
    }
}

#[test]
fn times_are_built_from_unix_time() {
    let built = |seconds| DateTime::from_unix_timestamp(seconds).map(|value| value.to_string());
    assert_eq!(built(0).as_deref(), Some("1970-01-01T00:00:00Z"));
    assert_eq!(built(-1).as_deref(), Some("1969-12-31T23:59:59Z"));
    assert_eq!(built(1_768_546_532).as_deref(), Some("2026-01-16T06:55:32Z"));
    assert_eq!(built(DateTime::MIN.unix_timestamp()).as_deref(), Some("0001-01-01T00:00:00Z"));
    assert_eq!(built(DateTime::MAX.unix_timestamp()).as_deref(), Some("9999-12-31T23:59:59Z"));
    for seconds in
        [DateTime::MIN.unix_timestamp() - 1, DateTime::MAX.unix_timestamp() + 1, i64::MIN, i64::MAX]
    {
        assert_eq!(built(seconds), None, "{seconds}");
    }
    assert_eq!(DateTime::MAX.to_string(), "9999-12-31T23:59:59.999999999Z");
}

#[test]
fn days_are_those_of_the_calendar() {
    const LEAP_DAY: Option<Date> = Date::new(2024, 2, 29);
    let leap_day = LEAP_DAY.expect("a leap day");
    assert_eq!((leap_day.year(), leap_day.month(), leap_day.day()), (2024, 2, 29));
    assert_eq!(leap_day.to_string(), "2024-02-29");
    assert_eq!("2024-02-29".parse(), Ok(leap_day));
    assert_eq!(format!("{:?} [{leap_day:>12}]", Date::MIN), "0001-01-01 [  2024-02-29]");
    for (year, month, day) in
        [(2023, 2, 29), (1900, 2, 29), (2020, 4, 31), (0, 1, 1), (10_000, 1, 1), (2020, 13, 1)]
    {
        assert_eq!(Date::new(year, month, day), None, "{year}-{month}-{day}");
    }
    assert!("2024-02-29T00:00:00Z".parse::<Date>().is_err());
}

#[test]
fn the_codec_keeps_spellings_and_reports_missing_offsets() {
    for (text, _, _, offset) in SPELLINGS {
        let (read, report) = reported("CreationDate", &format!("{text:?}"));
        assert_eq!(read.creation_date, Some(at(text)));
        assert_eq!(encode(&read), format!("{{\"CreationDate\":{text:?}}}"));
        match offset {
            Some(_) => assert!(report.is_empty(), "{text}: {report:?}"),
            None => assert_eq!(coercion(&report), ("$.CreationDate", "assumed UTC"), "{text}"),
        }
    }
}

#[test]
fn the_codec_rejects_what_is_no_date() {
    let strings = REJECTED.iter().filter(|text| !text.is_empty()).map(|text| format!("{text:?}"));
    let others = ["1599729907", "true", "[\"2020-09-10\"]"].map(str::to_owned);
    for value in strings.chain(others) {
        let error = unreadable("CreationDate", &value);
        assert_eq!((error.path(), error.expected()), ("$.CreationDate".into(), "a date and time"));
        assert_eq!(unreadable("Day", &value).expected(), "a date", "{value}");
    }
}

#[test]
fn the_codec_uses_the_date_of_a_date_and_time() {
    let (read, report) = reported("Day", "\"2020-09-10\"");
    assert_eq!(read.day, Date::new(2020, 9, 10));
    assert!(report.is_empty());
    assert_eq!(encode(&read), r#"{"Day":"2020-09-10"}"#);
    for value in
        ["2020-09-10T23:45:07-07:00", "2020-09-10T00:00:00.000+0000", "2020-09-10 09:45:07"]
    {
        let (read, report) = reported("Day", &format!("{value:?}"));
        assert_eq!(read.day, Date::new(2020, 9, 10), "{value}");
        assert_eq!(coercion(&report), ("$.Day", "used the date of a date and time"));
    }
}

#[test]
fn keywords_are_accepted_in_place_of_a_time() {
    let keyword = Some(DateTimeOrKeyword::Keyword("NOW".into()));
    let (read, report) = reported("Event", "\"NOW\"");
    assert_eq!(read.event, keyword);
    assert!(report.is_empty());
    assert_eq!(encode(&read), r#"{"Event":"NOW"}"#);
    let expected = Some(DateTimeOrKeyword::At(at("2020-09-10T09:45:07-07:00")));
    let read = with("Event", "\"2020-09-10T09:45:07-0700\"");
    assert_eq!(read.event, expected);
    assert_eq!(encode(&read), r#"{"Event":"2020-09-10T09:45:07-0700"}"#);
    assert_eq!(with("Event", "\"\"").event, None);
    unreadable("Event", "5");
    assert_eq!(Some(DateTimeOrKeyword::from("NOW")), keyword);
    assert_eq!(Some(DateTimeOrKeyword::from("NOW".to_owned())), keyword);
    assert_eq!(Some(DateTimeOrKeyword::from(at("2020-09-10T09:45:07-07:00"))), expected);
}
