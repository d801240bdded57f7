//! The date and time of HTTP headers.

use super::date::Date;
use super::date_time::DateTime;
use super::parse::Cursor;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The days of the week from the one of 1970-01-01 on.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// Parses the preferred format of HTTP, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// A day of one digit is accepted. The obsolete formats of RFC 850 and `asctime` are not.
pub(crate) fn parse_http_date(text: &str) -> Option<DateTime> {
    let mut cursor = Cursor::new(text);
    let weekday = cursor.name(&WEEKDAYS)?;
    cursor.name(&[", "])?;
    let day = cursor.two_digits().or_else(|| cursor.digit())?;
    cursor.take(b' ')?;
    let month = cursor.name(&MONTHS)? + 1;
    cursor.take(b' ')?;
    let date = Date::new(cursor.four_digits()?, month, day)?;
    cursor.take(b' ')?;
    let hour = cursor.two_digits()?;
    cursor.take(b':')?;
    let minute = cursor.two_digits()?;
    cursor.take(b':')?;
    let second = cursor.two_digits()?;
    cursor.name(&[" GMT"])?;
    let is_valid =
        cursor.is_at_end() && date.days_since_epoch().rem_euclid(7) == i32::from(weekday);
    DateTime::new(date, hour, minute, second, 0).filter(|_| is_valid)
}
