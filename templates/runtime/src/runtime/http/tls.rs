//! TLS configuration and certificate verification.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, SignatureScheme, WantsVerifier,
};
use rustls_platform_verifier::BuilderVerifierExt;

/// The TLS configuration of this client. No provider is installed for the process, because the program may use
/// another one.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    /// The reason why no certificate can be verified, for example that the system has no root certificates. It
    /// is reported when TLS is first used, because plain HTTP still works.
    pub(crate) problem: Option<Arc<str>>,
}

impl Tls {
    /// Creates a configuration with *ring* and the root certificates of the operating system.
    pub(crate) fn system() -> Result<Self, Error> {
        let (config, problem) = match builder()?.with_platform_verifier() {
            Ok(config) => (config, None),
            Err(error) => {
                let config =
                    builder()?.dangerous().with_custom_certificate_verifier(Arc::new(RejectAll));
                (config, Some(error.to_string().into()))
            }
        };
        let mut config = config.with_no_client_auth();
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { config, problem })
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
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
