//! A line between the assistant and the API, which can be slow or cut.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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
    waited: Arc<AtomicU64>,
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
        let waited = Arc::new(AtomicU64::new(0));
        let (shared, clock) = (delay.clone(), waited.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, server.clone(), shared.clone(), clock.clone()));
            }
        });
        Self { url, delay, waited }
    }

    /// The address of this end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How long the server has been waited for, in all.
    pub fn waited(&self) -> Duration {
        Duration::from_micros(self.waited.load(Ordering::Relaxed))
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

async fn carry(client: TcpStream, server: String, delay: Arc<AtomicU64>, waited: Arc<AtomicU64>) {
    if delay.load(Ordering::Relaxed) == CUT {
        return;
    }
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let (client_in, client_out) = client.into_split();
    let (server_in, server_out) = server.into_split();
    let asked = Mutex::new(None);
    let asks = || *locked(&asked) = Some(Instant::now());
    let is_answered = || {
        if let Some(since) = locked(&asked).take() {
            waited.fetch_add(since.elapsed().as_micros() as u64, Ordering::Relaxed);
        }
    };
    // The answer is what comes late: a server gives up on a request that trickles in.
    tokio::select! {
        () = pump(client_in, server_out, &delay, false, asks) => {}
        () = pump(server_in, client_out, &delay, true, is_answered) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    delay: &AtomicU64,
    waits: bool,
    mut passes: impl FnMut(),
) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        passes();
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

fn locked(asked: &Mutex<Option<Instant>>) -> std::sync::MutexGuard<'_, Option<Instant>> {
    asked.lock().unwrap_or_else(PoisonError::into_inner)
}
