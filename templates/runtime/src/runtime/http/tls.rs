//! TLS configuration and certificate verification.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// The TLS configuration of this client. No provider is installed for the process, because the program may use
/// another one.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    /// The reason why no certificate can be verified, for example that the system has no root certificates. It
    /// is reported when TLS is first used, because plain HTTP still works.
    pub(crate) problem: Option<Arc<str>>,
}

impl Tls {
    /// Creates a configuration with *ring*, the root certificates of the operating system, and additional ones. Fails if
    /// one of these is invalid.
    pub(crate) fn with_roots(roots: Vec<CertificateDer<'static>>) -> Result<Self, Error> {
        let (verifier, problem): (Arc<dyn ServerCertVerifier>, _) = if roots.is_empty() {
            match Verifier::new(provider()) {
                Ok(verifier) => (Arc::new(verifier), None),
                Err(error) => (Arc::new(RejectAll), Some(error.to_string().into())),
            }
        } else {
            (Arc::new(verifier_with_roots(roots)?), None)
        };
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { config, problem })
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[cfg(not(target_os = "android"))]
fn verifier_with_roots(roots: Vec<CertificateDer<'static>>) -> Result<Verifier, Error> {
    Verifier::new_with_extra_roots(roots, provider())
}

#[cfg(target_os = "android")]
fn verifier_with_roots(_: Vec<CertificateDer<'static>>) -> Result<Verifier, Error> {
    Err(Error::General("additional root certificates are not supported on Android".to_owned()))
}

/// A verifier that rejects every certificate.
#[derive(Debug)]
struct RejectAll;

impl RejectAll {
    fn reject<T>() -> Result<T, Error> {
        Err(Error::General("there are no root certificates".to_owned()))
    }
}

impl ServerCertVerifier for RejectAll {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Self::reject()
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Self::reject()
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Self::reject()
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}
