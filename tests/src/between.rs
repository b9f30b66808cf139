//! A line between the assistant and the API, which can be slow or cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The line is cut.
const CUT: u64 = u64::MAX;

/// A line to a server. Whatever is answered waits for as long as the line is slow.
#[derive(Debug)]
pub struct Between {
    url: String,
    delay: Arc<AtomicU64>,
}

impl Between {
    /// A line to a server at an address, `http://127.0.0.1:PORT`.
    ///
    /// # Panics
    ///
    /// Where there is no free port.
    pub async fn start(server: &str) -> Self {
        let server = server
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound port"));
        let delay = Arc::new(AtomicU64::new(0));
        let shared = delay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, server.clone(), shared.clone()));
            }
        });
        Self { url, delay }
    }

    /// The address of this end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every answer from now on takes so long.
    pub fn slow(&self, delay: Duration) {
        self.delay
            .store(delay.as_millis() as u64, Ordering::Relaxed);
    }

    /// Nothing comes through.
    pub fn cut(&self) {
        self.delay.store(CUT, Ordering::Relaxed);
    }

    /// All is well again.
    pub fn mend(&self) {
        self.delay.store(0, Ordering::Relaxed);
    }
}

async fn carry(client: TcpStream, server: String, delay: Arc<AtomicU64>) {
    if delay.load(Ordering::Relaxed) == CUT {
        return;
    }
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let (client_in, client_out) = client.into_split();
    let (server_in, server_out) = server.into_split();
    // The answer is what comes late: a server gives up on a request that trickles in.
    tokio::select! {
        () = pump(client_in, server_out, &delay, false) => {}
        () = pump(server_in, client_out, &delay, true) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    delay: &AtomicU64,
    waits: bool,
) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        match delay.load(Ordering::Relaxed) {
            CUT => return,
            delay if waits => sleep(Duration::from_millis(delay)).await,
            _ => {}
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}
