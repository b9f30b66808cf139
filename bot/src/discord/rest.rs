//! Sending to Discord: the one function through which everything goes out.
//!
//! It holds back what is personal, waits as long as it is told (429), tries again where that cannot show a thing twice
//! (5xx, a broken connection), and never waits for an answer without an end.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::multipart;
use reqwest::{Method, Response, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::sleep;

use super::guard::Guard;

/// Version of Discord's API.
const VERSION: &str = "/api/v10";

/// Longest wait for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How often something is tried in all, and the first pause between two tries.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(250);

/// Pause where Discord says that it is too much, but not for how long.
const UNTOLD: Duration = Duration::from_secs(1);

/// Discord's codes that mean that something has been done already, or can be done no more.
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Sends to Discord as one application.
#[derive(Debug)]
pub(super) struct Rest {
    http: reqwest::Client,
    base: String,
    token: SecretString,
    /// Until when nothing may be sent there.
    waits: Mutex<HashMap<String, Instant>>,
}

/// Something to be sent.
#[derive(Debug)]
pub(super) struct Call {
    method: Method,
    path: String,
    body: Option<Value>,
    file: Option<File>,
    repeatable: bool,
    until: Option<Instant>,
}

/// A picture that goes with a message.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its name.
    pub(super) name: String,
    /// Its bytes, a PNG.
    pub(super) bytes: Vec<u8>,
}

/// Why something was not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsent {
    /// Discord refused.
    #[error("Discord refused with {status}, code {code}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Discord's own code.
        code: u64,
    },
    /// Discord could not be reached, or did not answer in time.
    #[error("Discord cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    /// It held something personal.
    #[error("held back because it would have carried something personal")]
    Withheld,
}

impl Unsent {
    /// Whether what it was about is not there, or was answered before.
    pub(super) fn is_past(&self) -> bool {
        matches!(
            self,
            Self::Refused { status: 404, .. }
                | Self::Refused {
                    code: ALREADY_ACKNOWLEDGED,
                    ..
                }
        )
    }

    /// Whether Discord's answer says that it will never be taken.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if *status < 500 && *status != 429)
            || matches!(self, Self::Withheld)
    }
}

impl Call {
    /// Reads something.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, None)
    }

    /// Writes something anew; sent twice it is written once.
    pub(super) fn put(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::PUT, path, Some(body))
    }

    /// Changes something; sent twice it is changed once.
    pub(super) fn patch(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::PATCH, path, Some(body))
    }

    /// Posts something. It is only tried again where its nonce makes that safe.
    pub(super) fn post(path: impl Into<String>, body: Value) -> Self {
        let safe = body["enforce_nonce"] == true;
        Self {
            repeatable: safe,
            ..Self::new(Method::POST, path, Some(body))
        }
    }

    /// The same, which may be sent twice all the same: the second time it is refused, or changes nothing.
    pub(super) fn repeatable(self) -> Self {
        Self {
            repeatable: true,
            ..self
        }
    }

    /// The same, of no use after a moment.
    pub(super) fn until(self, until: Instant) -> Self {
        Self {
            until: Some(until),
            ..self
        }
    }

    /// The same with a picture.
    pub(super) fn with(self, file: Option<File>) -> Self {
        Self { file, ..self }
    }

    fn new(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self {
            method,
            path: path.into(),
            body,
            file: None,
            repeatable: true,
            until: None,
        }
    }

    /// Where waits are kept: the path without what differs between two messages or interactions.
    fn route(&self) -> String {
        let segments = self.path.split('/').take(4);
        format!("{} {}", self.method, segments.collect::<Vec<_>>().join("/"))
    }
}

impl Rest {
    /// Sends to `base`, such as `https://discord.com`, with the application's token.
    ///
    /// # Errors
    ///
    /// Where the TLS back end cannot be started.
    pub(super) fn new(base: &str, token: SecretString) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(TIMEOUT);
        let http = match base.starts_with("https://") {
            true => http,
            false => http.no_proxy(),
        };
        Ok(Self {
            http: http
                .build()
                .context("the connection to Discord cannot be prepared")?,
            base: base.trim_end_matches('/').to_owned(),
            token,
            waits: Mutex::default(),
        })
    }

    /// Sends, and gives what came back. Nothing goes out that the guard forbids.
    ///
    /// # Errors
    ///
    /// Where Discord refused, could not be reached, or the guard held it back.
    pub(super) async fn send(&self, call: Call, guard: &Guard) -> Result<Value, Unsent> {
        if call
            .body
            .as_ref()
            .is_some_and(|body| is_forbidden(body, guard))
        {
            tracing::error!(method = %call.method, route = %call.route(), "held back: it would have carried something personal");
            return Err(Unsent::Withheld);
        }
        let mut pause = PAUSE;
        for tried in 1.. {
            self.wait(&call).await;
            let failure = match self.try_once(&call).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let (again, wait) = match &failure {
                Failed::TooMany(wait) => (true, *wait),
                Failed::For(Unsent::Unreachable(failure)) => {
                    (call.repeatable || failure.is_connect(), pause)
                }
                Failed::For(Unsent::Refused { status, .. }) => {
                    (*status >= 500 && call.repeatable, pause)
                }
                Failed::For(Unsent::Withheld) => (false, pause),
            };
            let late = call
                .until
                .is_some_and(|until| Instant::now() + wait >= until);
            if !again || late || tried >= TRIES {
                return Err(failure.into());
            }
            sleep(wait).await;
            pause *= 2;
        }
        unreachable!("tries are counted")
    }

    async fn try_once(&self, call: &Call) -> Result<Value, Failed> {
        let mut request = self.http.request(
            call.method.clone(),
            format!("{}{VERSION}{}", self.base, call.path),
        );
        if !call.path.starts_with("/interactions") && !call.path.starts_with("/webhooks") {
            request = request.header(
                header::AUTHORIZATION,
                format!("Bot {}", self.token.expose_secret()),
            );
        }
        if let Some(until) = call.until {
            request = request.timeout(until.saturating_duration_since(Instant::now()));
        }
        request = match (&call.body, &call.file) {
            (Some(body), Some(file)) => request.multipart(parts(body, file)?),
            (Some(body), None) => request.json(body),
            (None, _) => request,
        };
        let response = request.send().await.map_err(Unsent::from)?;
        self.learn(call, &response);
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Failed::TooMany(self.told_to_wait(call, response).await));
        }
        let text = response.text().await.map_err(Unsent::from)?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        match status.is_success() {
            true => Ok(answer),
            false => Err(Failed::For(Unsent::Refused {
                status: status.as_u16(),
                code: answer["code"].as_u64().unwrap_or_default(),
            })),
        }
    }

    /// How long Discord said to wait: for this route, or for everything.
    async fn told_to_wait(&self, call: &Call, response: Response) -> Duration {
        let told = number(&response, "retry-after");
        let everywhere = response.headers().contains_key("x-ratelimit-global");
        let body: Value = response.json().await.unwrap_or_default();
        let seconds = body["retry_after"].as_f64().or(told);
        let wait = seconds.map_or(UNTOLD, |seconds| {
            Duration::from_secs_f64(seconds.clamp(0.0, 600.0))
        });
        let route = if everywhere || body["global"] == true {
            String::new()
        } else {
            call.route()
        };
        self.hold(route, wait);
        wait
    }

    /// Where this was the last call for a while, the next one waits.
    fn learn(&self, call: &Call, response: &Response) {
        if let (Some(0.0), Some(seconds)) = (
            number(response, "x-ratelimit-remaining"),
            number(response, "x-ratelimit-reset-after"),
        ) {
            self.hold(
                call.route(),
                Duration::from_secs_f64(seconds.clamp(0.0, 600.0)),
            );
        }
    }

    fn hold(&self, route: String, wait: Duration) {
        let mut waits = self
            .waits
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let now = Instant::now();
        waits.retain(|_, until| *until > now);
        waits.insert(route, now + wait);
    }

    async fn wait(&self, call: &Call) {
        let until = {
            let waits = self
                .waits
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            [call.route(), String::new()]
                .iter()
                .filter_map(|route| waits.get(route).copied())
                .max()
        };
        if let Some(until) = until {
            sleep(until.saturating_duration_since(Instant::now())).await;
        }
    }
}

/// Why one try failed.
enum Failed {
    TooMany(Duration),
    For(Unsent),
}

impl From<Unsent> for Failed {
    fn from(unsent: Unsent) -> Self {
        Self::For(unsent)
    }
}

impl From<Failed> for Unsent {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::TooMany(_) => Self::Refused {
                status: 429,
                code: 0,
            },
            Failed::For(unsent) => unsent,
        }
    }
}

fn number(response: &Response, name: &str) -> Option<f64> {
    response.headers().get(name)?.to_str().ok()?.parse().ok()
}

fn parts(body: &Value, file: &File) -> Result<multipart::Form, Unsent> {
    let picture = multipart::Part::bytes(file.bytes.clone())
        .file_name(file.name.clone())
        .mime_str("image/png")?;
    let json = multipart::Part::text(body.to_string()).mime_str("application/json")?;
    Ok(multipart::Form::new()
        .part("payload_json", json)
        .part("files[0]", picture))
}

/// Whether any text of a body repeats something personal.
fn is_forbidden(body: &Value, guard: &Guard) -> bool {
    match body {
        Value::String(text) => guard.forbids(text),
        Value::Array(items) => items.iter().any(|item| is_forbidden(item, guard)),
        Value::Object(members) => members.values().any(|member| is_forbidden(member, guard)),
        _ => false,
    }
}
