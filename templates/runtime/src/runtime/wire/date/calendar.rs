//! The proleptic Gregorian calendar of the years 1 to 9999.

/// Days from 0000-03-01 to 1970-01-01. A year that starts in March has its leap day at the end.
const EPOCH_FROM_MARCH: i32 = 719_468;

/// Days in 400 years.
const DAYS_OF_ERA: u32 = 146_097;

/// Returns the number of days of a month, or 0 if there is no such month.
pub(super) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

/// Returns the days from 1970-01-01 to a valid date.
pub(super) const fn days_from_date(year: u16, month: u8, day: u8) -> i32 {
    let from_march = if month > 2 { month - 3 } else { month + 9 } as i32;
    let year = year as i32 - (month <= 2) as i32;
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * from_march + 2) / 5 + day as i32 - 1 - EPOCH_FROM_MARCH
}

/// Returns year, month and day of a number of days since 1970-01-01 within the years 1 to 9999.
pub(super) const fn date_from_days(days: i32) -> (u16, u8, u8) {
    let days = (days + EPOCH_FROM_MARCH) as u32;
    let (era, of_era) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = 400 * era + year_of_era + (month <= 2) as u32;
    (year as u16, month as u8, day as u8)
}
