//! When to look again at something that takes its time. Knows no clock: it is told the time, and says
//! what to do.

use std::time::{Duration, Instant};

/// How something is awaited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How long to wait between the first two looks.
    pub start: Duration,
    /// By what the wait grows from look to look.
    pub growth: f64,
    /// How long to wait at most between two looks.
    pub longest: Duration,
    /// When to give up.
    pub deadline: Duration,
}

/// 2 seconds, half as much again each time, up to 30; given up after two hours.
impl Default for Pace {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(2),
            growth: 1.5,
            longest: Duration::from_secs(30),
            deadline: Duration::from_secs(2 * 60 * 60),
        }
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Look how it stands.
    Ask,
    /// Let this time pass.
    Wait(Duration),
    /// The deadline has passed: give up.
    GiveUp,
}

/// Turns of asking and waiting.
#[derive(Clone, Debug)]
pub struct Poller {
    pace: Pace,
    began: Instant,
    wait: Duration,
    asked: bool,
}

impl Poller {
    /// Begins now.
    pub fn new(pace: Pace, now: Instant) -> Self {
        Self { pace, began: now, wait: pace.start.min(pace.longest), asked: false }
    }

    /// What to do next: asking and waiting take turns. The last look is at the deadline.
    pub fn turn(&mut self, now: Instant) -> Turn {
        if !self.asked {
            self.asked = true;
            return Turn::Ask;
        }
        let passed = now.saturating_duration_since(self.began);
        let left = self.pace.deadline.saturating_sub(passed);
        if left.is_zero() {
            return Turn::GiveUp;
        }
        self.asked = false;
        let wait = self.wait.min(left);
        let grown = self.wait.as_secs_f64() * self.pace.growth.max(1.0);
        self.wait =
            Duration::try_from_secs_f64(grown).unwrap_or(Duration::MAX).min(self.pace.longest);
        Turn::Wait(wait)
    }
}

/// The setters for a pace, on a type that has it in the field `pace`.
macro_rules! pacing {
    () => {
        /// How long to wait between the first two looks (2 seconds unless set); it grows from there.
        pub fn every(mut self, interval: std::time::Duration) -> Self {
            self.pace.start = interval;
            self
        }

        /// How long to wait at most between two looks (30 seconds unless set).
        pub fn longest_interval(mut self, interval: std::time::Duration) -> Self {
            self.pace.longest = interval;
            self
        }

        /// By what the wait grows from look to look (1.5 unless set).
        pub fn growth(mut self, factor: f64) -> Self {
            self.pace.growth = factor;
            self
        }

        /// When to give up (after two hours unless set).
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self.pace.deadline = deadline;
            self
        }
    };
}

pub(crate) use pacing;
