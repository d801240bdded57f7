//! The date and time of HTTP headers.

use super::date::Date;
use super::date_time::DateTime;
use super::parse::Cursor;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The days of the week from the one of 1970-01-01 on.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The same days in the format of RFC 850.
const LONG_WEEKDAYS: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// Parses the formats of HTTP: the preferred one, such as `Sun, 06 Nov 1994 08:49:37 GMT`, and the obsolete ones of RFC 850
/// and `asctime`.
///
/// A day of one digit is accepted. A year of two digits is one from 1970 to 2069.
pub(crate) fn parse_http_date(text: &str) -> Option<DateTime> {
    [preferred, rfc_850, asctime].iter().find_map(|parse| {
        let mut cursor = Cursor::new(text);
        let (weekday, date, [hour, minute, second]) = parse(&mut cursor)?;
        let is_valid =
            cursor.is_at_end() && date.days_since_epoch().rem_euclid(7) == i32::from(weekday);
        DateTime::new(date, hour, minute, second, 0).filter(|_| is_valid)
    })
}

/// The day of the week, the date, and the hour, the minute and the second.
type Parts = (u8, Date, [u8; 3]);

/// Parses `Sun, 06 Nov 1994 08:49:37 GMT`.
fn preferred(cursor: &mut Cursor<'_>) -> Option<Parts> {
    let weekday = cursor.name(&WEEKDAYS)?;
    cursor.name(&[", "])?;
    let day = cursor.two_digits().or_else(|| cursor.digit())?;
    cursor.take(b' ')?;
    let month = cursor.name(&MONTHS)? + 1;
    cursor.take(b' ')?;
    let date = Date::new(cursor.four_digits()?, month, day)?;
    cursor.take(b' ')?;
    let time = time(cursor)?;
    cursor.name(&[" GMT"])?;
    Some((weekday, date, time))
}

/// Parses `Sunday, 06-Nov-94 08:49:37 GMT`.
fn rfc_850(cursor: &mut Cursor<'_>) -> Option<Parts> {
    let weekday = cursor.name(&LONG_WEEKDAYS)?;
    cursor.name(&[", "])?;
    let day = cursor.two_digits()?;
    cursor.take(b'-')?;
    let month = cursor.name(&MONTHS)? + 1;
    cursor.take(b'-')?;
    let year = cursor.two_digits()?;
    let century = if year < 70 { 2000 } else { 1900 };
    let date = Date::new(century + u16::from(year), month, day)?;
    cursor.take(b' ')?;
    let time = time(cursor)?;
    cursor.name(&[" GMT"])?;
    Some((weekday, date, time))
}

/// Parses `Sun Nov  6 08:49:37 1994`.
fn asctime(cursor: &mut Cursor<'_>) -> Option<Parts> {
    let weekday = cursor.name(&WEEKDAYS)?;
    cursor.take(b' ')?;
    let month = cursor.name(&MONTHS)? + 1;
    cursor.take(b' ')?;
    let day = cursor.two_digits().or_else(|| {
        cursor.take(b' ')?;
        cursor.digit()
    })?;
    cursor.take(b' ')?;
    let time = time(cursor)?;
    cursor.take(b' ')?;
    Some((weekday, Date::new(cursor.four_digits()?, month, day)?, time))
}

/// Parses the hour, the minute and the second.
fn time(cursor: &mut Cursor<'_>) -> Option<[u8; 3]> {
    let hour = cursor.two_digits()?;
    cursor.take(b':')?;
    let minute = cursor.two_digits()?;
    cursor.take(b':')?;
    Some([hour, minute, cursor.two_digits()?])
}
