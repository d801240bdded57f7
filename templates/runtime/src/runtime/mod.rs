//! The runtime of the client. [`exports`] lists what is public; everything else is private to the crate.
//!
//! `CONTRIBUTING.md` of the repository lists the modules in the order in which they may import each other. A test
//! checks it.

pub mod api;
pub mod clock;
pub mod mode;
pub mod position;
pub mod rng;
#[cfg(feature = "trace-context")]
pub mod trace_context;

pub mod codec;
pub mod json;
pub mod wire;

pub mod bulk;
pub mod call;
pub mod client;
pub mod config;
pub mod download;
pub mod error;
pub mod http;
pub mod jobs;
pub mod observer;
pub mod paging;
pub mod quota;
pub mod request;
pub mod retry;

#[cfg(feature = "testing")]
pub mod testing;

#[cfg(feature = "internals")]
pub mod internals;
pub mod macros;

pub mod exports;
