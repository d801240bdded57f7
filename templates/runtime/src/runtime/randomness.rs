//! Where random numbers come from; replaceable, so that tests know what is sent.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A source of random numbers. They separate the parts of a body; nothing secret hangs on them.
pub trait Randomness: fmt::Debug + Send + Sync {
    /// The next number.
    fn next(&self) -> u64;
}

/// The randomness that the standard library seeds its hash maps with.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn next(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}
