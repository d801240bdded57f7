//! The client as a whole: the requests it sends, and the results of responses.

mod accepted;
mod api;
mod compressed;
mod credentials;
mod delegate;
mod diagnosis;
mod downloads;
mod endings;
mod errors;
mod fake;
mod fetch;
mod files;
mod jobs;
mod keywords;
mod lenient;
mod machine;
mod notes;
mod options;
mod paging;
mod polling;
mod positions;
mod refusals;
mod requests;
mod server;
mod transport;
mod validation;
