//! Settings of a client that only the built-in transport has.

use std::sync::Arc;
use std::time::Duration;

use super::builder::{ClientBuilder, invalid};
use crate::runtime::error::Error;
use crate::runtime::http::{ProxySetting, RootCertificates, Transport};

impl<M> ClientBuilder<M> {
    /// Sets the timeout for establishing a connection.
    ///
    /// The default is 10 seconds. It has no effect on a custom [`transport`](Self::transport).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connection.connect_timeout = timeout;
        self
    }

    /// Sets the proxy for all requests, such as `http://proxy.example.com:3128`, instead of the proxies of the environment.
    ///
    /// The URL may contain a user and a password, which are sent to the proxy only and appear in no `Debug` and no error.
    /// With `https` requests, the proxy sees the name of the host and nothing else. A proxy cannot be combined with a
    /// custom [`transport`](Self::transport).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connection.proxy = ProxySetting::Url(url.into().into());
        self
    }

    /// Uses no proxy, not even one of the environment. It cannot be combined with a custom
    /// [`transport`](Self::transport).
    pub fn no_proxy(mut self) -> Self {
        self.connection.proxy = ProxySetting::Disabled;
        self
    }

    /// Trusts the root certificates in a PEM file, in addition to those of the operating system: for example those of a
    /// gateway, or of a test server.
    ///
    /// They cannot be combined with a custom [`transport`](Self::transport), and are not supported on Android.
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connection.roots.push(RootCertificates::Pem(pem.as_ref().into()));
        self
    }

    /// Trusts a root certificate in DER, in addition to those of the operating system; see
    /// [`root_certificate_pem`](Self::root_certificate_pem).
    pub fn root_certificate_der(mut self, der: impl AsRef<[u8]>) -> Self {
        self.connection.roots.push(RootCertificates::Der(der.as_ref().into()));
        self
    }

    /// Returns the custom transport, or sets up the built-in one.
    pub(super) fn build_transport(&mut self) -> Result<Arc<dyn Transport>, Error> {
        match (self.transport.take(), self.connection.built_in_only()) {
            (Some(_), Some(name)) => {
                Err(invalid(name, "cannot be combined with a custom transport"))
            }
            (Some(transport), None) => Ok(transport),
            (None, _) => (self.defaults.transport)(&self.connection)
                .map_err(|(name, reason)| invalid(name, &reason)),
        }
    }
}
