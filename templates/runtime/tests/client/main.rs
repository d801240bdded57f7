//! The client as a whole: the requests it sends, and the results of responses.

mod api;
mod credentials;
mod delays;
mod delegate;
mod downloads;
mod errors;
mod fake;
mod fetch;
mod jobs;
mod lenient;
mod machine;
mod notes;
mod observers;
mod options;
mod paging;
mod quotas;
mod requests;
mod retries;
mod saved_quotas;
mod server;
mod transport;
mod validation;
