//! The client as a whole: the requests it sends, and the results of responses.

mod accepted;
mod api;
mod compressed;
mod credentials;
mod delays;
mod delegate;
mod diagnosis;
mod downloads;
#[path = "driver_async.rs"]
mod driver;
mod endings;
mod errors;
mod fake;
mod fetch;
mod files;
mod filters;
mod fresh;
#[cfg(feature = "csv")]
mod items;
mod jobs;
mod keywords;
mod lenient;
mod limits;
mod machine;
mod messages;
mod notes;
mod observers;
mod options;
mod paging;
mod polling;
mod positions;
mod proxy;
mod quotas;
mod raw;
mod refusals;
mod requests;
mod restarts;
mod retries;
mod saved_quotas;
mod secure;
mod server;
mod testing;
mod tls;
mod transport;
mod validation;
mod watch;
