//! TLS as every call to the outside uses it.

use std::path::Path;
use std::sync::Arc;

use shanying_kernel::{Error, Result};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Whom we trust, and how we speak with them. Cheap to clone.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ClientConfig>,
}

impl Tls {
    /// Trusts the roots of the web, and the certificates of a PEM file besides. 503 `unavailable`
    /// when the file cannot be read or holds none.
    pub fn new(more: Option<&Path>) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(file) = more {
            let before = roots.len();
            for certificate in certificates(file)? {
                roots
                    .add(certificate)
                    .map_err(|error| unreadable(file).because(error))?;
            }
            if roots.len() == before {
                return Err(unreadable(file));
            }
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::internal("no version of TLS").because(error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
        })
    }

    pub(crate) fn connector(&self) -> TlsConnector {
        TlsConnector::from(self.config.clone())
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_file_iter(file)
        .map_err(|error| unreadable(file).because(error))?
        .collect::<std::result::Result<Vec<_>, _>>();
    found.map_err(|error| unreadable(file).because(error))
}

fn unreadable(file: &Path) -> Error {
    Error::unavailable(format!("{} holds no certificates", file.display()))
}
