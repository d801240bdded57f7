//! Which servers are believed to be who they say.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, SignatureScheme, WantsVerifier,
};
use rustls_platform_verifier::BuilderVerifierExt;

/// A configuration of our own rather than a provider installed for the whole process: the program
/// around us may have chosen another.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    /// Why no server is believed, such as that the system has no certificates. Everything but TLS still
    /// works, so that is told when TLS is first needed.
    pub(crate) problem: Option<Arc<str>>,
}

impl Tls {
    /// *ring*, and the certificates that the operating system trusts.
    pub(crate) fn of_the_system() -> Result<Self, Error> {
        let (config, problem) = match builder()?.with_platform_verifier() {
            Ok(config) => (config, None),
            Err(error) => {
                let config =
                    builder()?.dangerous().with_custom_certificate_verifier(Arc::new(NoServer));
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

/// Believes no server.
#[derive(Debug)]
struct NoServer;

impl NoServer {
    fn refusal<T>() -> Result<T, Error> {
        Err(Error::General("there are no certificates to trust".to_owned()))
    }
}

impl ServerCertVerifier for NoServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Self::refusal()
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Self::refusal()
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Self::refusal()
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}
