//! A randomized comparison of dates and times with those of `chrono`.

use chrono::{Datelike, FixedOffset, Timelike};
use runtime::runtime::wire::DateTime;

const COUNT: usize = 20_000;

/// A linear congruential generator with a fixed seed.
struct Random(u64);

impl Random {
    /// Returns a number below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % bound
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// A random spelling and the same time in RFC 3339, if chrono can parse that.
fn spelling(random: &mut Random) -> (String, String) {
    let year = 1 + random.below(9_999);
    let (month, day) = (1 + random.below(12), 1 + random.below(31));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    let date = format!("{year:04}-{month:02}-{day:02}");
    let digits = random.below(10) as usize;
    let fraction: String = (0..digits).map(|_| char::from(b'0' + random.below(10) as u8)).collect();
    let fraction = if digits == 0 { fraction } else { format!(".{fraction}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    let sign = random.pick(&["+", "-"]);
    let hours = format!("{sign}{:02}", random.below(24));
    let minutes = format!("{:02}", random.below(60));
    let (offset, strict) = match random.below(6) {
        0 => ("Z".to_owned(), "Z".to_owned()),
        1 => ("z".to_owned(), "Z".to_owned()),
        2 => (String::new(), "Z".to_owned()),
        3 => (hours.clone(), format!("{hours}:00")),
        4 => (format!("{hours}{minutes}"), format!("{hours}:{minutes}")),
        _ => (format!("{hours}:{minutes}"), format!("{hours}:{minutes}")),
    };
    let separator = random.pick(&["T", "t", " "]);
    let colon = random.pick(&[":", ":", ": "]);
    let rest = format!("{time}{offset}").replace(':', colon);
    (format!("{date}{separator}{rest}"), format!("{date}T{time}{strict}"))
}

#[test]
fn random_times_agree_with_chrono() {
    let mut random = Random(2_026);
    let mut valid = 0;
    for _ in 0..COUNT {
        let (text, strict) = spelling(&mut random);
        let expected = chrono::DateTime::parse_from_rfc3339(&strict);
        let parsed = text.parse::<DateTime>();
        let (expected, value) = match (expected, parsed) {
            (Ok(expected), Ok(value)) => (expected, value),
            (Err(_), Err(_)) => continue,
            (expected, parsed) => panic!("{text}: {expected:?}, {parsed:?}"),
        };
        valid += 1;
        assert_eq!(value.to_string(), text);
        assert_eq!(value.unix_timestamp(), expected.timestamp(), "{text}");
        assert_eq!(value.subsec_nanos(), expected.timestamp_subsec_nanos(), "{text}");
        let offset = value.offset_minutes().map_or(0, i32::from);
        assert_eq!(offset * 60, expected.offset().local_minus_utc(), "{text}");
        let date = (i32::from(value.date().year()), value.date().month(), value.date().day());
        assert_eq!(date, (expected.year(), expected.month() as u8, expected.day() as u8), "{text}");
        let time = (value.hour(), value.minute(), value.second());
        let parts = (expected.hour() as u8, expected.minute() as u8, expected.second() as u8);
        assert_eq!(time, parts, "{text}");
        let again = chrono::DateTime::<FixedOffset>::from(value);
        assert_eq!(again, expected, "{text}");
        let canonical = DateTime::try_from(again).expect("in range").to_string();
        let read = chrono::DateTime::parse_from_rfc3339(&canonical).expect("RFC 3339");
        assert_eq!((read, read.offset()), (expected, expected.offset()), "{text}");
    }
    assert!(valid > COUNT * 9 / 10, "{valid} of {COUNT} are valid");
}
