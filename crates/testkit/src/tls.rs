//! A server behind TLS, with a certificate for `localhost` and 127.0.0.1 by a root of our own that
//! nobody else trusts. Root and certificate are for tests alone and last a hundred years.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// The file with the root that clients must trust.
#[must_use]
pub fn root_file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tls/root.pem"))
}

/// Takes connections with TLS; those that fail the handshake are dropped.
pub struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl TlsListener {
    /// Listens on a free port of this machine.
    ///
    /// # Panics
    /// When there is none, or the certificate cannot be read.
    pub async fn bind() -> Self {
        let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/server.pem"));
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/server.key"));
        let config = match (certificate, key) {
            (Ok(certificate), Ok(key)) => {
                ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
                    .with_safe_default_protocol_versions()
                    .and_then(|builder| {
                        builder
                            .with_no_client_auth()
                            .with_single_cert(vec![certificate], key)
                    })
            }
            other => panic!("no certificate: {other:?}"),
        };
        match (config, TcpListener::bind("127.0.0.1:0").await) {
            (Ok(config), Ok(listener)) => Self {
                listener,
                acceptor: TlsAcceptor::from(Arc::new(config)),
            },
            (Err(error), _) => panic!("no TLS: {error}"),
            (_, Err(error)) => panic!("no port: {error}"),
        }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            if let Ok((stream, address)) = self.listener.accept().await
                && let Ok(stream) = self.acceptor.accept(stream).await
            {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
