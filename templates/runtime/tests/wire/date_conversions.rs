//! Conversions of dates and times to and from other types.

use std::time::{Duration, SystemTime};

use runtime::runtime::wire::{Date, DateTime};

const DATES: [&str; 5] = ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"];

/// Times in the form that conversions write.
const TIMES: [&str; 8] = [
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:58.000000001Z",
    "1969-12-31T16:00:00.500-08:00",
    "1970-01-01T00:00:00Z",
    "2024-02-29T23:59:59.123456+05:30",
    "2026-01-15T22:55:32-08:00",
    "2026-01-15T22:55:32.001+23:59",
    "9999-12-30T22:00:00Z",
];

/// The first and the last times as written, whose instants are outside of the years 1 to 9999 in UTC.
const ENDS: [&str; 2] = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999999-23:59"];

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn time(text: &str) -> DateTime {
    text.parse().expect("a date and time")
}

#[test]
fn system_time_round_trips_as_an_instant() {
    for text in TIMES {
        let system = SystemTime::try_from(time(text)).expect("in range");
        let value = DateTime::from(system);
        assert_eq!(value, time(text));
        assert_eq!(value.offset_minutes(), Some(0));
    }
    let system = SystemTime::UNIX_EPOCH + Duration::new(1_768_546_532, 1_000_000);
    assert_eq!(DateTime::from(system).to_string(), "2026-01-16T06:55:32.001Z");
}

#[test]
fn system_time_outside_of_the_range_is_clamped() {
    let far = Duration::from_secs(1 << 40);
    assert_eq!(DateTime::from(SystemTime::UNIX_EPOCH + far), DateTime::MAX);
    if let Some(early) = SystemTime::UNIX_EPOCH.checked_sub(far) {
        assert_eq!(DateTime::from(early), DateTime::MIN);
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use super::*;
    use chrono::{FixedOffset, NaiveDate, Utc};

    #[test]
    fn dates_round_trip() {
        for text in DATES {
            let converted = NaiveDate::from(date(text));
            assert_eq!(converted.to_string(), text);
            assert_eq!(Date::try_from(converted), Ok(date(text)));
        }
        let error = Date::try_from(NaiveDate::MAX).expect_err("out of range").to_string();
        assert_eq!(error, "expected a date from year 1 to year 9999");
    }

    #[test]
    fn times_round_trip_with_their_offset() {
        for text in TIMES {
            let converted = chrono::DateTime::<FixedOffset>::from(time(text));
            assert_eq!(converted, chrono::DateTime::parse_from_rfc3339(text).expect(text));
            let again = DateTime::try_from(converted).expect("in range");
            assert_eq!(again.to_string(), text);
            let utc = chrono::DateTime::<Utc>::from(time(text));
            assert_eq!(utc, converted);
            assert_eq!(DateTime::try_from(utc), Ok(time(text)));
        }
    }

    #[test]
    fn the_first_and_the_last_times_are_exact() {
        for text in ENDS {
            let converted = chrono::DateTime::<FixedOffset>::from(time(text));
            assert_eq!(converted, chrono::DateTime::parse_from_rfc3339(text).expect(text));
            assert_eq!(DateTime::try_from(converted).expect("in range").to_string(), text);
            let utc = chrono::DateTime::<Utc>::from(time(text));
            assert_eq!(utc.timestamp(), time(text).unix_timestamp());
        }
        for value in [DateTime::MIN, DateTime::MAX] {
            let utc = chrono::DateTime::<Utc>::from(value);
            assert_eq!(utc.timestamp_subsec_nanos(), value.subsec_nanos());
            assert_eq!(DateTime::try_from(utc), Ok(value));
        }
        for value in [Date::MIN, Date::MAX] {
            assert_eq!(Date::try_from(NaiveDate::from(value)), Ok(value));
        }
    }

    #[test]
    fn times_that_cannot_be_written_are_errors() {
        let message = |value: chrono::DateTime<FixedOffset>| {
            DateTime::try_from(value).expect_err("out of range").to_string()
        };
        let range = "expected a time from year 1 to year 9999";
        let utc = FixedOffset::east_opt(0).expect("UTC");
        assert_eq!(message(chrono::DateTime::<Utc>::MAX_UTC.with_timezone(&utc)), range);
        assert_eq!(message(chrono::DateTime::<Utc>::MIN_UTC.with_timezone(&utc)), range);
        let offset = FixedOffset::east_opt(61).expect("an offset");
        let value = chrono::DateTime::<Utc>::UNIX_EPOCH.with_timezone(&offset);
        assert_eq!(message(value), "expected an offset in whole minutes");
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::*;
    use jiff::tz::{Offset, TimeZone};
    use jiff::{Timestamp, ZonedDateTime, civil};

    #[test]
    fn dates_round_trip() {
        for text in DATES {
            let converted = civil::Date::from(date(text));
            assert_eq!(converted.to_string(), text);
            assert_eq!(Date::try_from(converted), Ok(date(text)));
        }
        assert!(Date::try_from(civil::Date::MIN).is_err());
    }

    #[test]
    fn timestamps_round_trip_as_instants() {
        for text in TIMES {
            let converted = Timestamp::try_from(time(text)).expect("in range");
            assert_eq!(converted, text.parse().expect(text));
            let again = DateTime::try_from(converted).expect("in range");
            assert_eq!((again, again.offset_minutes()), (time(text), Some(0)));
        }
        assert!(DateTime::try_from(Timestamp::MIN).is_err());
        let error = Timestamp::try_from(DateTime::MAX).expect_err("out of range").to_string();
        assert_eq!(error, "expected a time in the range of `jiff::Timestamp`");
    }

    #[test]
    fn the_first_and_the_last_times_are_exact_or_errors() {
        let [first, last] = ENDS.map(|text| ZonedDateTime::try_from(time(text)));
        let first = first.expect("in range");
        assert_eq!(DateTime::try_from(first).expect("in range").to_string(), ENDS[0]);
        assert!(last.is_err());
        assert!(Timestamp::try_from(DateTime::MIN).is_ok());
        for value in [Date::MIN, Date::MAX] {
            assert_eq!(Date::try_from(civil::Date::from(value)), Ok(value));
        }
    }

    #[test]
    fn zoned_times_round_trip_with_their_offset() {
        for text in TIMES {
            let converted = ZonedDateTime::try_from(time(text)).expect("in range");
            assert_eq!(DateTime::try_from(&converted).expect("in range").to_string(), text);
            assert_eq!(DateTime::try_from(converted).expect("in range").to_string(), text);
        }
        let offset = Offset::from_seconds(61).expect("an offset");
        let zoned = ZonedDateTime::new(Timestamp::UNIX_EPOCH, TimeZone::fixed(offset));
        let error = DateTime::try_from(zoned).expect_err("seconds").to_string();
        assert_eq!(error, "expected an offset in whole minutes");
    }
}

#[cfg(feature = "time")]
mod with_time {
    use super::*;
    use ::time::{Month, OffsetDateTime, UtcOffset};

    #[test]
    fn dates_round_trip() {
        for text in DATES {
            let converted = ::time::Date::from(date(text));
            assert_eq!(converted.to_string(), text);
            assert_eq!(Date::try_from(converted), Ok(date(text)));
        }
        for value in [Date::MIN, Date::MAX] {
            assert_eq!(Date::try_from(::time::Date::from(value)), Ok(value));
        }
        let early = ::time::Date::from_calendar_date(-1, Month::March, 1).expect("a date");
        assert!(Date::try_from(early).is_err());
    }

    #[test]
    fn times_round_trip_with_their_offset() {
        for text in TIMES.into_iter().chain(ENDS) {
            let value = time(text);
            let converted = OffsetDateTime::from(value);
            assert_eq!(converted.unix_timestamp(), value.unix_timestamp(), "{text}");
            assert_eq!(converted.nanosecond(), value.subsec_nanos(), "{text}");
            assert_eq!(DateTime::try_from(converted).expect("in range").to_string(), text);
        }
        let offset = UtcOffset::from_whole_seconds(61).expect("an offset");
        let error = DateTime::try_from(OffsetDateTime::UNIX_EPOCH.to_offset(offset));
        let error = error.expect_err("seconds").to_string();
        assert_eq!(error, "expected an offset in whole minutes");
    }
}
