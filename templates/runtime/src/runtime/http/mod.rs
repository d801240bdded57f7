//! The transport boundary: the `Transport` trait, bodies, URLs, headers, and the transport over reqwest.

mod body;
mod body_stream;
mod connection;
mod content;
pub(crate) mod content_disposition;
mod rate_limit;
mod reqwest;
mod tls;
mod transport;
pub(crate) mod url;

pub use self::reqwest::ReqwestTransport;
pub use body::Body;
pub(crate) use body::{Part, Progress, Version, with_path};
pub use body_stream::BodyStream;
pub(crate) use connection::{ConnectionSettings, ProxySetting, RootCertificates};
pub(crate) use content::{decode, decoded};
pub use rate_limit::{RateLimit, RetryAfter};
pub(crate) use transport::Cause;
pub use transport::{Incoming, Transport, TransportError};
pub(crate) use url::BaseUrl;
