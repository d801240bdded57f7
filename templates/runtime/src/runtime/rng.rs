//! Random numbers; replaceable, so that tests are deterministic.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A source of random numbers.
///
/// The numbers spread the delays of retries, and separate the parts of multipart bodies. They are not used for anything
/// secret.
pub trait Rng: fmt::Debug + Send + Sync {
    /// Returns the next number.
    fn next(&self) -> u64;
}

/// The randomness that the standard library seeds its hash maps with.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn next(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}
