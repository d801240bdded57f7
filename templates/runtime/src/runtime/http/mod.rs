//! The transport boundary: the `Transport` trait, bodies, URLs, headers, and the transport over reqwest.

#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod body_file;
#[cfg(feature = "blocking")]
mod body_reader;
mod body_stream;
mod connection;
mod content;
pub(crate) mod content_disposition;
mod rate_limit;
mod reqwest;
mod tls;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;
pub(crate) mod url;

pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
#[cfg(feature = "blocking")]
pub use blocking::BlockingTransport;
#[cfg(feature = "blocking")]
pub(crate) use blocking::{AttemptTimeout, Immediate};
pub use body::Body;
pub(crate) use body::{Part, Progress, Version};
pub(crate) use body_file::with_path;
#[cfg(feature = "blocking")]
pub use body_reader::BodyReader;
pub use body_stream::BodyStream;
pub(crate) use connection::{ConnectionSettings, ProxySetting, RootCertificates};
pub(crate) use content::{decode, decoded};
pub use rate_limit::{RateLimit, RetryAfter};
pub(crate) use transport::{Cause, SendState};
pub use transport::{Incoming, Transport, TransportError};
pub(crate) use url::BaseUrl;
