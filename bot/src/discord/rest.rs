//! Sending to Discord: the one function through which everything goes out.
//!
//! It holds back what is personal, waits as long as it is told (429), tries again where that cannot show a thing twice
//! (5xx, a broken connection), and never waits for an answer without an end.

use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::multipart;
use reqwest::{StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::sleep;

use super::call::{Call, File};
use super::guard::Guard;
use super::waits::Waits;

/// Version of Discord's API.
const VERSION: &str = "/api/v10";

/// Longest wait for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How often something is tried in all, and the first pause between two tries.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(250);

/// Discord's code that means that something has been done already.
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Discord's codes that mean that an interaction takes no answer any more: three seconds went by before the first, or the
/// fifteen minutes for which its token lives.
const TOO_LATE: [u64; 3] = [10_062, 10_015, 50_027];

/// Sends to Discord as one application.
#[derive(Debug)]
pub(super) struct Rest {
    http: reqwest::Client,
    base: String,
    token: SecretString,
    waits: Waits,
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
    /// Whether it was answered before.
    pub(super) fn is_past(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == ALREADY_ACKNOWLEDGED)
    }

    /// Whether the interaction takes no answer any more, so that whoever asked has to be told elsewhere.
    pub(super) fn is_too_late(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if TOO_LATE.contains(code))
    }

    /// Whether Discord does not take the token.
    pub(super) fn is_about_token(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether Discord's answer says that it will never be taken.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if *status < 500 && *status != 429)
            || matches!(self, Self::Withheld)
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
            waits: Waits::default(),
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
            let route = call.route();
            if !self.waits.pass(&route, call.is_own(), call.until).await {
                return Err(TOO_MANY);
            }
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
        if !call.is_own() {
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
        self.waits.learn(call.route(), &response);
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = self.waits.too_many(call.route(), response).await;
            return Err(Failed::TooMany(wait));
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
}

/// Discord wants nothing for longer than would be of use.
const TOO_MANY: Unsent = Unsent::Refused {
    status: 429,
    code: 0,
};

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
            Failed::TooMany(_) => TOO_MANY,
            Failed::For(unsent) => unsent,
        }
    }
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
