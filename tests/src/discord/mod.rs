//! A stand-in Discord on loopback: REST and gateway, stricter than the real one, with faults on demand.
//!
//! It keeps whatever the bot sends. An interaction that is not acknowledged within three seconds, answered twice, or
//! answered with something that Discord would refuse, fails the test that caused it.

mod answers;
mod driver;
mod fault;
mod gateway;
mod parts;
mod rest;
mod rules;
mod state;
mod sweep;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use serde_json::Value;

pub use answers::{Answered, Message};
pub use driver::User;
pub use fault::Fault;
pub use state::Call;
use state::State;

/// The application that the bot is.
pub const APPLICATION: u64 = 900_000_000_000_000_001;

/// The server (guild) in which people talk, and its channels.
pub const GUILD: u64 = 900_000_000_000_000_010;

/// The channel in which commands are given.
pub const CHANNEL: u64 = 900_000_000_000_000_020;

/// The token that the stand-in takes.
pub const TOKEN: &str = "stand-in.token.of-nobody";

/// How long a test waits for something that has to come.
const PATIENCE: Duration = Duration::from_secs(15);

/// A stand-in that runs.
#[derive(Clone)]
pub struct Discord {
    state: Arc<State>,
    url: String,
    server: ServerHandle,
}

impl std::fmt::Debug for Discord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discord").field("url", &self.url).finish()
    }
}

impl Discord {
    /// Start it on a free port.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let state = Arc::new(State::new(format!("ws://{address}")));
        let shared = web::Data::from(state.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .app_data(web::PayloadConfig::new(16 << 20))
                .route("/", web::get().to(gateway::connect))
                .default_service(web::to(rest::answer))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("the stand-in listens")
        .run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            state,
            url: format!("http://{address}"),
            server: handle,
        }
    }

    /// Where its REST API is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where its gateway is.
    pub fn gateway_url(&self) -> &str {
        &self.state.gateway_url
    }

    /// Somebody who uses it, in the guild's channel.
    pub fn user(&self, id: u64) -> User<'_> {
        User::new(self, id)
    }

    /// Wait until the bot is at the gateway and its commands are known.
    ///
    /// # Panics
    ///
    /// Where it does not come.
    pub async fn ready(&self) {
        self.wait("the bot at the gateway, its commands registered", |state| {
            (state.gateway().is_up() && !state.commands().is_empty()).then_some(())
        })
        .await;
    }

    /// Wait until the bot has started so many sessions in all.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub async fn sessions(&self, started: usize) {
        self.wait("another session", |state| {
            let gateway = state.gateway();
            (gateway.identified >= started && gateway.is_up()).then_some(())
        })
        .await;
    }

    /// Wait until the bot has taken up a session so many times in all.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub async fn resumed(&self, times: usize) {
        self.wait("a resumed session", |state| {
            (state.gateway().resumed >= times).then_some(())
        })
        .await;
    }

    /// Everything that the bot sent so far.
    pub fn calls(&self) -> Vec<Call> {
        self.state.calls().clone()
    }

    /// Everything that can be read in a channel, or in somebody's direct messages.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        self.state.messages_in(channel)
    }

    /// Wait until a message is there that fits.
    ///
    /// # Panics
    ///
    /// Where none comes.
    pub async fn message(&self, channel: u64, fits: impl Fn(&Message) -> bool) -> Message {
        let looked = |state: &State| state.messages_in(channel).into_iter().rev().find(&fits);
        self.wait("a message that fits", looked).await
    }

    /// The channel of somebody's direct messages.
    pub fn direct(&self, user: u64) -> u64 {
        state::direct_channel(user)
    }

    /// Somebody takes no direct messages from now on.
    pub fn refuses_direct_messages(&self, user: u64) {
        self.state.refuse_direct(user);
    }

    /// What happens to the next call of this method whose path contains a part.
    pub fn next(&self, method: &'static str, part: &'static str, fault: Fault) {
        self.state.faults().next(method, part, fault);
    }

    /// Wait until everything that was to go wrong once has begun to.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub async fn faults_begun(&self) {
        self.wait("a call that goes wrong", |state| {
            (!state.faults().is_to_come()).then_some(())
        })
        .await;
    }

    /// Every so many-th call that sends a message fails: by turns it is not done, or done and the answer lost.
    pub fn fails_every(&self, nth: usize) {
        self.state.faults().every(nth);
    }

    /// The gateway closes with a code.
    pub fn close_gateway(&self, code: u16) {
        self.state.gateway().close(code);
    }

    /// The gateway says that the session is invalid.
    pub fn invalid_session(&self, resumable: bool) {
        self.state.gateway().invalid_session(resumable);
    }

    /// The gateway asks for a new connection.
    pub fn ask_to_reconnect(&self) {
        self.state.gateway().reconnect();
    }

    /// Heartbeats are asked for this often from the next connection on, in milliseconds.
    pub fn heartbeat_every(&self, milliseconds: u64) {
        self.state.gateway().heartbeat_interval = milliseconds;
    }

    /// Heartbeats are answered no more, or again.
    pub fn heartbeats_answered(&self, answered: bool) {
        self.state.gateway().answers_heartbeats = answered;
    }

    /// Deliver the last interaction once more, as Discord sometimes does.
    pub fn deliver_again(&self) {
        self.state.gateway().dispatch_again();
    }

    /// How often commands were written.
    pub fn registrations(&self) -> usize {
        self.calls()
            .iter()
            .filter(|call| call.method == "PUT" && call.path.ends_with("/commands"))
            .count()
    }

    /// No word of these was ever sent by the bot, nothing that looks like personal data, and nothing that somebody wrote into a
    /// form.
    ///
    /// # Panics
    ///
    /// Where one was.
    pub fn sweep(&self, secrets: &[&str]) {
        let written = self.state.written().clone();
        let written = written.iter().map(String::as_str);
        let secrets: Vec<_> = secrets.iter().copied().chain(written).collect();
        sweep::sweep(&self.calls(), &secrets);
    }

    /// Stop it: whoever is connected is cut off. Whatever was ever sent is swept, in every test.
    ///
    /// # Panics
    ///
    /// As [`Discord::sweep`].
    pub async fn stop(&self) {
        self.sweep(&[]);
        self.state.gateway().close(1001);
        self.server.stop(false).await;
    }

    /// Wait until something holds.
    ///
    /// # Panics
    ///
    /// Where it never does.
    pub async fn wait_for(&self, holds: impl Fn() -> bool) {
        self.wait("something that never came", |_| holds().then_some(()))
            .await;
    }

    /// Wait for something to be seen.
    pub(crate) async fn wait<T>(&self, what: &str, seen: impl Fn(&State) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            let changed = self.state.changed();
            if let Some(found) = seen(&self.state) {
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for {what}; last: {:#?}",
                self.last()
            );
            let _ = tokio::time::timeout(left.min(Duration::from_millis(10)), changed).await;
        }
    }

    fn last(&self) -> Vec<(String, String, String)> {
        let calls = self.calls();
        let last = calls.iter().rev().take(4);
        last.map(|call| (call.method.clone(), call.path.clone(), short(&call.body)))
            .collect()
    }
}

/// As much of a body as helps to see what it was.
fn short(body: &Value) -> String {
    body.to_string().chars().take(600).collect()
}
