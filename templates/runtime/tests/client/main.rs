//! The client as a whole: what it sends, and what it makes of answers.

mod api;
mod credentials;
mod errors;
mod fake;
mod fetching;
mod jobs;
mod paging;
mod requests;
mod rules;
mod server;
mod transport;
