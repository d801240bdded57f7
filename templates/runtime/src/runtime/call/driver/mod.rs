//! Drivers execute the actions of the state machine. They are the only files that do I/O.

mod asynchronous;

pub(crate) use asynchronous::drive;
