//! Drivers execute the actions of the state machine. They are the only files that do I/O.

mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(not(feature = "tracing"))]
mod no_spans;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
use no_spans as spans;

pub(crate) use asynchronous::drive;
#[cfg(feature = "blocking")]
pub use blocking::complete;
