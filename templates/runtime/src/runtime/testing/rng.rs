//! Random numbers that are always the same.

use crate::runtime::rng::Rng;

/// A source of one number. With 0, the delays before retries are zero, unless the service asks for a delay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FixedRng(u64);

impl FixedRng {
    /// Creates a source of this number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

impl Rng for FixedRng {
    fn next(&self) -> u64 {
        self.0
    }
}
