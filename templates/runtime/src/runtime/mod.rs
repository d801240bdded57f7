//! The engine of the client. What of it is public is listed in [`exports`]; everything else is private to the crate.
//!
//! Modules in dependency order: a module imports only from modules listed before it.

pub mod api;
pub mod clock;
pub mod position;
pub mod rng;

pub mod codec;
pub mod json;
pub mod wire;

pub mod call;
pub mod client;
pub mod config;
pub mod download;
pub mod error;
pub mod http;
pub mod jobs;
pub mod paging;
pub mod request;

#[cfg(feature = "internals")]
pub mod internals;
pub mod macros;

pub mod exports;
