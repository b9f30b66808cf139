//! What the stand-in knows: calls, interactions, messages, commands.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::answers::Message;
use super::fault::Faults;
use super::gateway::Gateway;
use super::{APPLICATION, GUILD};

/// One request that the bot made.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    /// HTTP method.
    pub method: String,
    /// Path without host and version.
    pub path: String,
    /// JSON body; for a message with a file its `payload_json`.
    pub body: Value,
    /// Status that it was answered with.
    #[serde(skip)]
    pub status: u16,
    /// Files that came with it.
    #[serde(skip)]
    pub files: Vec<Vec<u8>>,
    /// The whole of it as it came, names of files among it.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

/// What an interaction is, and with that what may answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

/// An interaction and how it was answered.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) kind: Kind,
    pub(crate) channel: u64,
    /// The message whose component was used.
    pub(crate) message: Option<u64>,
    pub(crate) created: Instant,
    /// Whether its token is dead by the time that more than an acknowledgement comes.
    pub(crate) dies: bool,
    pub(crate) answer: Option<Answer>,
    /// The answer as a message: at once, or after it was put off.
    pub(crate) original: Option<u64>,
    pub(crate) follow_ups: Vec<u64>,
}

/// How an interaction was acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) kind: u8,
    pub(crate) data: Value,
    pub(crate) after: std::time::Duration,
}

/// Everything the stand-in knows.
pub(crate) struct State {
    pub(crate) gateway_url: String,
    calls: Mutex<Vec<Call>>,
    interactions: Mutex<HashMap<String, Interaction>>,
    messages: Mutex<Vec<Message>>,
    nonces: Mutex<HashMap<(u64, String), u64>>,
    commands: Mutex<Vec<Value>>,
    refusing: Mutex<HashSet<u64>>,
    written: Mutex<Vec<String>>,
    faults: Mutex<Faults>,
    gateway: Mutex<Gateway>,
    ids: AtomicU64,
    changed: Notify,
}

impl State {
    pub(crate) fn new(gateway_url: String) -> Self {
        Self {
            gateway: Mutex::new(Gateway::new()),
            gateway_url,
            calls: Mutex::default(),
            interactions: Mutex::default(),
            messages: Mutex::default(),
            nonces: Mutex::default(),
            commands: Mutex::default(),
            refusing: Mutex::default(),
            written: Mutex::default(),
            faults: Mutex::default(),
            ids: AtomicU64::new(1_300_000_000_000_000_000),
            changed: Notify::new(),
        }
    }

    /// A new id, as Discord draws them.
    pub(crate) fn id(&self) -> u64 {
        self.ids.fetch_add(4_194_304, Ordering::Relaxed)
    }

    pub(crate) fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        locked(&self.calls)
    }

    pub(crate) fn interactions(&self) -> MutexGuard<'_, HashMap<String, Interaction>> {
        locked(&self.interactions)
    }

    pub(crate) fn commands(&self) -> MutexGuard<'_, Vec<Value>> {
        locked(&self.commands)
    }

    /// What people wrote into forms in words of their own.
    pub(crate) fn written(&self) -> MutexGuard<'_, Vec<String>> {
        locked(&self.written)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    pub(crate) fn gateway(&self) -> MutexGuard<'_, Gateway> {
        locked(&self.gateway)
    }

    pub(crate) fn refuse_direct(&self, user: u64) {
        locked(&self.refusing).insert(direct_channel(user));
    }

    pub(crate) fn refuses(&self, channel: u64) -> bool {
        locked(&self.refusing).contains(&channel)
    }

    /// Whoever waits looks again.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    pub(crate) fn say_changed(&self) {
        self.changed.notify_waiters();
    }

    /// Keep a call, in the file named by `DISCORD_RECORD` too.
    pub(crate) fn keep(&self, call: Call) {
        record(&call);
        self.calls().push(call);
        self.say_changed();
    }

    pub(crate) fn messages_in(&self, channel: u64) -> Vec<Message> {
        let messages = locked(&self.messages);
        let there = messages
            .iter()
            .filter(|message| message.channel == channel && !message.ephemeral);
        there.cloned().collect()
    }

    pub(crate) fn message(&self, id: u64) -> Option<Message> {
        let messages = locked(&self.messages);
        messages.iter().find(|message| message.id == id).cloned()
    }

    /// Write a message; one with a nonce that is there already is that one.
    pub(crate) fn write(&self, channel: u64, body: &Value, files: usize) -> Message {
        if let (Some(nonce), true) = (nonce(body), body["enforce_nonce"] == true) {
            let mut nonces = locked(&self.nonces);
            if let Some(known) = nonces.get(&(channel, nonce.clone())) {
                return self.message(*known).expect("a nonce is of a message");
            }
            return self.insert(channel, body, files, |id| {
                nonces.insert((channel, nonce), id);
            });
        }
        self.insert(channel, body, files, drop)
    }

    fn insert(&self, channel: u64, body: &Value, files: usize, then: impl FnOnce(u64)) -> Message {
        let mut message = Message::written(self.id(), channel, files);
        message.take(body);
        then(message.id);
        locked(&self.messages).push(message.clone());
        message
    }

    /// Change a message.
    pub(crate) fn edit(&self, id: u64, body: &Value) -> Option<Message> {
        let mut messages = locked(&self.messages);
        let message = messages.iter_mut().find(|message| message.id == id)?;
        message.take(body);
        message.edits += 1;
        Some(message.clone())
    }

    /// Write all commands anew, as a bulk PUT does; each keeps its id.
    pub(crate) fn register(&self, commands: &Value, guild: Option<u64>) -> Value {
        let described = commands.as_array().cloned().unwrap_or_default();
        let mut known = self.commands();
        *known = described
            .into_iter()
            .map(|mut command| {
                let old = known.iter().find(|old| old["name"] == command["name"]);
                let id = old.map_or_else(|| json!(self.id().to_string()), |old| old["id"].clone());
                command["id"] = id;
                command["application_id"] = json!(APPLICATION.to_string());
                command["version"] = json!(self.id().to_string());
                command["guild_id"] = guild.map_or(Value::Null, |guild| json!(guild.to_string()));
                if command["type"].is_null() {
                    command["type"] = json!(1);
                }
                command
            })
            .collect();
        json!(*known)
    }
}

fn nonce(body: &Value) -> Option<String> {
    match &body["nonce"] {
        Value::String(nonce) => Some(nonce.clone()),
        Value::Number(nonce) => Some(nonce.to_string()),
        _ => None,
    }
}

fn record(call: &Call) {
    static FILE: Mutex<()> = Mutex::new(());
    let Some(path) = std::env::var_os("DISCORD_RECORD") else {
        return;
    };
    let line = serde_json::to_string(call).expect("a call is JSON");
    let _one_at_a_time = locked(&FILE);
    let file = std::fs::File::options()
        .create(true)
        .append(true)
        .open(path);
    let written = file.and_then(|mut file| writeln!(file, "{line}"));
    written.expect("the record can be written");
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// The channel of somebody's direct messages.
pub(crate) fn direct_channel(user: u64) -> u64 {
    user + GUILD
}
