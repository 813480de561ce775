//! Calls over real sockets: whole answers, answers in pieces, and what goes wrong.

use std::time::Duration;

use bytes::Bytes;
use hyper::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::{Call, Client, Failure, Guard, Reply, Tls};

fn client(allowed: &[&str]) -> Client {
    let allowed: Vec<String> = allowed.iter().map(|&net| net.to_owned()).collect();
    Client::new(Guard::parse(&allowed).unwrap(), Tls::new(None).unwrap())
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(5)
}

async fn get(client: &Client, url: &str, until: Instant) -> Result<Reply, Failure> {
    let call = Call {
        method: Method::GET,
        url,
        headers: &[],
        body: Bytes::new(),
        until,
    };
    client.call(call).await
}

/// A server that says these pieces to everybody; it keeps the line open when told to.
async fn server(pieces: &'static [&'static str], stays: bool) -> (String, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = [0; 1024];
            let _ = stream.read(&mut heard).await;
            for piece in pieces {
                stream.write_all(piece.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
            }
            if stays {
                std::future::pending::<()>().await;
            }
        }
    });
    (url, tasks)
}

#[tokio::test]
async fn an_answer_is_read_whole_or_piece_by_piece() {
    const PIECES: &[&str] = &[
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        "6\r\n善应\r\n",
        "1\r\n!\r\n0\r\n\r\n",
    ];
    let (url, _server) = server(PIECES, false).await;
    let client = client(&["127.0.0.1"]);
    let reply = get(&client, &url, soon()).await.unwrap();
    assert_eq!(reply.status, 200);
    let whole = reply.read(100, soon()).await.unwrap();
    assert_eq!(whole, "善应!".as_bytes());
    let mut reply = get(&client, &url, soon()).await.unwrap();
    let mut told = Vec::new();
    while let Some(piece) = reply.chunk(soon()).await.unwrap() {
        told.extend_from_slice(&piece);
    }
    assert_eq!(told, whole);
    let reply = get(&client, &url, soon()).await.unwrap();
    assert!(matches!(
        reply.read(6, soon()).await,
        Err(Failure::TooLarge)
    ));
}

#[tokio::test]
async fn every_wait_has_an_end() {
    let client = client(&["127.0.0.1"]);
    let within = || Instant::now() + Duration::from_millis(50);
    let (silent, _server) = server(&[], true).await;
    assert!(matches!(
        get(&client, &silent, within()).await,
        Err(Failure::TimedOut)
    ));
    const HALF: &[&str] = &["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", "abc"];
    let (stuck, _server) = server(HALF, true).await;
    let reply = get(&client, &stuck, soon()).await.unwrap();
    assert!(matches!(
        reply.read(100, within()).await,
        Err(Failure::TimedOut)
    ));
    let (short, _server) = server(HALF, false).await;
    let reply = get(&client, &short, soon()).await.unwrap();
    assert!(matches!(
        reply.read(100, soon()).await,
        Err(Failure::Broken(_))
    ));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_what_is_no_address_is_not_called() {
    const ELSEWHERE: &[&str] =
        &["HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"];
    let (url, _server) = server(ELSEWHERE, false).await;
    let allowed = client(&["127.0.0.1"]);
    assert_eq!(get(&allowed, &url, soon()).await.unwrap().status, 302);
    let refused = get(&client(&[]), &url, soon()).await;
    assert!(matches!(refused, Err(Failure::Refused)));
    let with_password = url.replace("http://", "http://me:secret@");
    for odd in [
        "ftp://127.0.0.1/",
        "127.0.0.1",
        "/path",
        "http://",
        with_password.as_str(),
    ] {
        let answer = get(&allowed, odd, soon()).await;
        assert!(
            matches!(answer, Err(Failure::Address(_))),
            "{odd}: {:?}",
            answer.err()
        );
    }
}
