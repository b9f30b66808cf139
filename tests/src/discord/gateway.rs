//! The gateway: hello, heartbeats, sessions, events, and what goes wrong with them.

use std::sync::Arc;

use actix_web::rt;
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{CloseCode, CloseReason, Message as Frame};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::state::State;
use super::{APPLICATION, TOKEN};

/// Something for whoever is connected.
enum Out {
    Event(Value),
    Close(u16),
}

/// The sessions of the bot.
pub(crate) struct Gateway {
    connected: Option<UnboundedSender<Out>>,
    up: bool,
    sequence: u64,
    session: usize,
    resumable: bool,
    sent: Vec<Value>,
    /// How often a session was started.
    pub(crate) identified: usize,
    /// How often one was taken up again.
    pub(crate) resumed: usize,
    pub(crate) answers_heartbeats: bool,
    pub(crate) heartbeat_interval: u64,
}

impl Gateway {
    pub(crate) fn new() -> Self {
        Self {
            connected: None,
            up: false,
            sequence: 0,
            session: 0,
            resumable: false,
            sent: Vec::new(),
            identified: 0,
            resumed: 0,
            answers_heartbeats: true,
            heartbeat_interval: 41_250,
        }
    }

    /// Whether a session runs.
    pub(crate) fn is_up(&self) -> bool {
        self.up
    }

    /// Send an event; while nobody is connected it is kept for whoever takes the session up.
    pub(crate) fn dispatch(&mut self, name: &str, data: Value) {
        self.sequence += 1;
        let event = json!({ "op": 0, "t": name, "s": self.sequence, "d": data });
        self.sent.push(event.clone());
        self.send(Out::Event(event));
    }

    /// The last interaction once more.
    pub(crate) fn dispatch_again(&mut self) {
        let last = self
            .sent
            .iter()
            .rev()
            .find(|event| event["t"] == "INTERACTION_CREATE");
        let data = last.expect("there was an interaction")["d"].clone();
        self.dispatch("INTERACTION_CREATE", data);
    }

    /// Close with a code; 4009 and 1000 end the session for good.
    pub(crate) fn close(&mut self, code: u16) {
        self.resumable &= !matches!(code, 4009 | 4003 | 1000);
        self.send(Out::Close(code));
        self.down();
    }

    pub(crate) fn invalid_session(&mut self, resumable: bool) {
        self.resumable &= resumable;
        self.send(Out::Event(json!({ "op": 9, "d": resumable })));
        self.up = false;
    }

    pub(crate) fn reconnect(&mut self) {
        self.send(Out::Event(json!({ "op": 7, "d": null })));
        self.up = false;
    }

    fn send(&self, out: Out) {
        if let Some(connected) = &self.connected {
            let _ = connected.send(out);
        }
    }

    fn down(&mut self) {
        self.up = false;
        self.connected = None;
    }

    fn connect(&mut self) -> UnboundedReceiver<Out> {
        let (send, receive) = unbounded_channel();
        self.connected = Some(send);
        self.send(Out::Event(
            json!({ "op": 10, "d": { "heartbeat_interval": self.heartbeat_interval } }),
        ));
        receive
    }

    /// Answer what the bot says.
    fn hear(&mut self, said: &Value, url: &str) {
        match said["op"].as_u64() {
            Some(1) if self.answers_heartbeats => self.send(Out::Event(json!({ "op": 11 }))),
            Some(2) if is_known(&said["d"]["token"]) => self.identify(url),
            Some(2) => self.close(4004),
            Some(6) if self.resumable => self.resume(&said["d"]),
            Some(6) => self.send(Out::Event(json!({ "op": 9, "d": false }))),
            _ => {}
        }
    }

    fn identify(&mut self, url: &str) {
        self.identified += 1;
        self.session += 1;
        self.sequence = 0;
        self.sent.clear();
        self.resumable = true;
        self.up = true;
        let ready = json!({
            "v": 10, "user": {"id": APPLICATION.to_string(), "username": "landsafe", "discriminator": "0000", "bot": true, "avatar": null},
            "guilds": [], "session_id": format!("session-{}", self.session), "resume_gateway_url": url,
            "application": {"id": APPLICATION.to_string(), "flags": 0}, "shard": [0, 1],
        });
        self.dispatch("READY", ready);
    }

    fn resume(&mut self, said: &Value) {
        self.resumed += 1;
        self.up = true;
        let seen = said["seq"].as_u64().unwrap_or_default();
        let missed = self
            .sent
            .iter()
            .filter(|event| event["s"].as_u64() > Some(seen));
        for event in missed.cloned().collect::<Vec<_>>() {
            self.send(Out::Event(event));
        }
        self.dispatch("RESUMED", json!({}));
    }
}

/// Discord takes a token with and without its prefix here.
fn is_known(token: &Value) -> bool {
    let token = token.as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == TOKEN
}

/// A connection of the bot.
pub(crate) async fn connect(
    request: HttpRequest,
    body: web::Payload,
    state: web::Data<State>,
) -> actix_web::Result<HttpResponse> {
    let (response, session, frames) = actix_ws::handle(&request, body)?;
    let state = state.into_inner();
    let out = state.gateway().connect();
    rt::spawn(speak(session.clone(), out));
    rt::spawn(listen(state, session, frames));
    Ok(response)
}

async fn speak(mut session: actix_ws::Session, mut out: UnboundedReceiver<Out>) {
    while let Some(next) = out.recv().await {
        match next {
            Out::Event(event) => {
                if session.text(event.to_string()).await.is_err() {
                    return;
                }
            }
            Out::Close(code) => {
                let reason = CloseReason {
                    code: CloseCode::Other(code),
                    description: None,
                };
                let _ = session.close(Some(reason)).await;
                return;
            }
        }
    }
}

async fn listen(
    state: Arc<State>,
    mut session: actix_ws::Session,
    mut frames: actix_ws::MessageStream,
) {
    while let Some(Ok(frame)) = frames.recv().await {
        match frame {
            Frame::Text(text) => {
                let said = serde_json::from_str(&text).unwrap_or_default();
                let url = state.gateway_url.clone();
                state.gateway().hear(&said, &url);
                state.say_changed();
            }
            Frame::Ping(bytes) => drop(session.pong(&bytes).await),
            Frame::Close(_) => return,
            _ => {}
        }
    }
}
