//! The client as a whole: the requests it sends, and the results of responses.

mod api;
mod credentials;
mod delegate;
mod downloads;
mod errors;
mod fake;
mod fetch;
mod jobs;
mod lenient;
mod machine;
mod notes;
mod options;
mod paging;
mod proxy;
mod raw;
mod requests;
mod secure;
mod server;
mod testing;
mod tls;
mod transport;
mod validation;
