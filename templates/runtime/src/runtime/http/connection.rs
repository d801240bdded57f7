//! Settings of the built-in transport: the proxy, the root certificates, the timeout of a connection.

use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::{ExposeSecret, SecretString};

/// How the built-in transport connects.
pub(crate) struct ConnectionSettings {
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: ProxySetting,
    /// Certificates that are trusted in addition to those of the operating system.
    pub(crate) roots: Vec<RootCertificates>,
}

/// Which proxy is used.
pub(crate) enum ProxySetting {
    /// That of the environment, except for plain HTTP on the loopback interface.
    System,
    /// None.
    Disabled,
    /// This one. The URL may contain a password.
    Url(SecretString),
}

/// Root certificates as they were passed.
pub(crate) enum RootCertificates {
    Pem(Box<[u8]>),
    Der(Box<[u8]>),
}

impl ConnectionSettings {
    /// Creates the default settings.
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        Self { connect_timeout, proxy: ProxySetting::System, roots: Vec::new() }
    }

    /// Returns the name of a setting that only the built-in transport has, if one is set.
    pub(crate) fn built_in_only(&self) -> Option<&'static str> {
        match self.proxy {
            ProxySetting::System if self.roots.is_empty() => None,
            ProxySetting::System => Some("root certificate"),
            ProxySetting::Disabled | ProxySetting::Url(_) => Some("proxy"),
        }
    }

    /// Returns `true` if the proxy is one that the program has not chosen.
    pub(crate) fn is_system_proxy(&self) -> bool {
        matches!(self.proxy, ProxySetting::System)
    }

    /// Applies the proxy. The error does not quote its URL.
    pub(crate) fn set_proxy(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, &'static str> {
        match &self.proxy {
            ProxySetting::System => Ok(builder),
            ProxySetting::Disabled => Ok(builder.no_proxy()),
            ProxySetting::Url(url) => reqwest::Proxy::all(http_url(url)?)
                .map(|proxy| builder.proxy(proxy))
                .map_err(|_| "invalid URL"),
        }
    }

    /// Returns the additional root certificates.
    pub(crate) fn roots(&self) -> Result<Vec<CertificateDer<'static>>, &'static str> {
        let mut all = Vec::new();
        for certificates in &self.roots {
            match certificates {
                RootCertificates::Der(der) => all.push(CertificateDer::from(der.to_vec())),
                RootCertificates::Pem(pem) => {
                    let before = all.len();
                    for certificate in CertificateDer::pem_slice_iter(pem) {
                        all.push(certificate.map_err(|_| "invalid PEM")?);
                    }
                    if all.len() == before {
                        return Err("the PEM contains no certificate");
                    }
                }
            }
        }
        Ok(all)
    }
}

/// Returns the URL of a proxy, whose scheme is checked. The error does not quote it.
pub(crate) fn http_url(url: &SecretString) -> Result<&str, &'static str> {
    let url = url.expose_secret();
    match ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
        true => Ok(url),
        false => Err("expected the scheme `http` or `https`"),
    }
}
