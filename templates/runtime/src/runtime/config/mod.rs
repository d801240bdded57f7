//! What a client was built with: the API, the account, credentials, URLs, policies, the transport.

mod base64;
mod builder;
mod connection;
mod core;
mod credentials;
mod environment;
mod mode;

pub use builder::ClientBuilder;
pub use core::Core;
pub(crate) use credentials::EncodedCredentials;
pub(crate) use mode::ASYNC;
#[cfg(feature = "blocking")]
pub(crate) use mode::BLOCKING;
