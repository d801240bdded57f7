//! Ranges of dates that are longer than a service permits: how they are split, and how a part is requested.

use std::time::SystemTime;

use crate::runtime::api::Window;
use crate::runtime::clock::unix_seconds;
use crate::runtime::position::RangePart;
use crate::runtime::request::RequestParts;
use crate::runtime::wire::{Date, DateTime, SECONDS_PER_DAY};

/// Two times in Unix seconds. Both are part of the span.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Span {
    /// Returns the first part of this span that is not longer than a number of seconds.
    pub(super) fn first(self, step: i64) -> Self {
        Self { start: self.start, end: self.end.min(self.start.saturating_add(step.max(1))) }
    }

    /// Returns what is left of this span after a part of it. It shares a time with the part: no item is lost, however
    /// the service rounds its times and whether or not it includes the ends.
    pub(super) fn after(self, part: Self) -> Option<Self> {
        (part.end < self.end).then_some(Self { start: part.end, end: self.end })
    }

    /// Returns `true` if both times are in this span.
    pub(super) fn contains(self, start: i64, end: i64) -> bool {
        self.start <= start && end <= self.end
    }

    /// Returns the two halves of this span, or `None` if it is not longer than `unit` seconds.
    pub(super) fn halves(self, unit: i64) -> Option<[Self; 2]> {
        let units = self.end.saturating_sub(self.start) / unit.max(1);
        if units < 2 {
            return None;
        }
        let middle = self.start.saturating_add(units / 2 * unit);
        Some([Self { end: middle, ..self }, Self { start: middle, ..self }])
    }
}

/// The range of dates of a list.
#[derive(Clone)]
pub(super) struct Range {
    pub(super) window: &'static Window,
    /// The index of the window among those of the operation.
    index: usize,
    /// The whole range, in whole seconds.
    pub(super) span: Span,
    /// The ends as the request sets them. The second one is absent if the request has no end.
    texts: (String, Option<String>),
    /// The maximum length of a part in seconds.
    step: i64,
    /// The resolution of the parameters in seconds: a day for dates.
    pub(super) unit: i64,
    /// The range has no end, and needs none as long as it is not split.
    is_open: bool,
}

impl Range {
    /// Returns the range of a request that is split: the first one that is too long, or the first one.
    ///
    /// A range without an end ends `now`, if the service requires an end or the range is split. An iteration that is
    /// continued keeps the range and the end that it began with.
    pub(super) fn of(
        parts: &RequestParts,
        now: SystemTime,
        resumed: Option<RangePart>,
    ) -> Option<Self> {
        if let Some(part) = resumed {
            return Self::new(parts, part.window, part.until);
        }
        let until = unix_seconds(now);
        let indexes = 0..parts.operation.windows.len();
        let mut ranges = indexes.filter_map(|index| Self::new(parts, index, until));
        let first = ranges.next()?;
        match first.is_long() {
            true => Some(first),
            false => ranges.find(Self::is_long).or(Some(first)),
        }
    }

    fn new(parts: &RequestParts, index: usize, until: i64) -> Option<Self> {
        let window = parts.operation.windows.get(index)?;
        let value = |name| parts.query_values(name).next().filter(|text| !text.is_empty());
        let text = value(window.start)?;
        let unit = if text.parse::<Date>().is_ok() { SECONDS_PER_DAY } else { 1 };
        let start = text.parse::<DateTime>().ok()?.unix_timestamp();
        let end_text = value(window.end);
        let end = match end_text {
            Some(text) => {
                let end = text.parse::<DateTime>().ok()?;
                end.unix_timestamp().saturating_add(i64::from(end.subsec_nanos() > 0))
            }
            None => until - until.rem_euclid(unit),
        };
        let days = window.split_days.or(window.days);
        let step = days.map_or(i64::MAX, |days| i64::from(days) * SECONDS_PER_DAY);
        let texts = (text.to_owned(), end_text.map(str::to_owned));
        let span = Span { start, end };
        let mut range = Self { window, index, span, texts, step, unit, is_open: false };
        range.is_open = end_text.is_none() && !window.needs_end && !range.is_long();
        (start <= end).then_some(range)
    }

    /// Returns `true` if the service does not permit the range as a whole.
    fn is_long(&self) -> bool {
        self.span.end.saturating_sub(self.span.start) > self.step
    }

    /// Returns the first part of what is left of the range.
    pub(super) fn first_part(&self, left: Span) -> Span {
        left.first(self.step)
    }

    /// Returns `true` if a part is requested as it is set in the request.
    pub(super) fn is_unchanged(&self, part: Span) -> bool {
        part == self.span && (self.texts.1.is_some() || self.is_open)
    }

    /// Returns a part for a position, unless the request itself determines it.
    pub(super) fn position(&self, part: Span) -> Option<RangePart> {
        let Span { start, end } = part;
        let part_of = RangePart { window: self.index, start, end, until: self.span.end };
        (!self.is_unchanged(part)).then_some(part_of)
    }

    /// Returns the parameters of a part. The ends of the range are sent as they were set.
    pub(super) fn texts(&self, part: Span) -> (String, String) {
        let start = match part.start == self.span.start {
            true => self.texts.0.clone(),
            false => self.format(part.start),
        };
        let end = match &self.texts.1 {
            Some(text) if part.end == self.span.end => text.clone(),
            _ => self.format(part.end),
        };
        (start, end)
    }

    fn format(&self, seconds: i64) -> String {
        let Some(time) = DateTime::from_unix_timestamp(seconds) else { return String::new() };
        if self.unit == SECONDS_PER_DAY { time.date().to_string() } else { time.to_string() }
    }
}
