//! The engine of the client. What of it is public is listed in [`exports`]; everything else is private to the crate.
//!
//! A module imports only from modules before it in this order: `api`, `clock`, `rng`, `position`, `json`, `wire`,
//! `codec`, `http`, `error`, `config`, `request`, `call`, `download`, `paging`, `jobs`, `client`, `internals`, `macros`,
//! `exports`.

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
