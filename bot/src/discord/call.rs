//! Calls: what is sent to Discord, and how often it may be.

use std::time::Instant;

use reqwest::Method;
use serde_json::Value;

/// Something to be sent.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Value>,
    pub(super) file: Option<File>,
    /// Whether it may be sent twice.
    pub(super) repeatable: bool,
    /// After that it is of no use.
    pub(super) until: Option<Instant>,
}

/// A picture that goes with a message.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its name.
    pub(super) name: String,
    /// Its bytes, a PNG.
    pub(super) bytes: Vec<u8>,
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

    /// Whether it answers somebody's interaction: it goes under the interaction's own token, and Discord's limit on everything
    /// that an application sends is none for it.
    pub(super) fn is_own(&self) -> bool {
        self.path.starts_with("/interactions") || self.path.starts_with("/webhooks")
    }

    /// Where waits are kept: the path without what differs between two messages or interactions.
    pub(super) fn route(&self) -> String {
        let segments = self.path.split('/').take(4);
        format!("{} {}", self.method, segments.collect::<Vec<_>>().join("/"))
    }
}
