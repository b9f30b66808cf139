//! Callers: somebody, or nobody, who sends requests to the server as any integrator does.

use chrono::{DateTime, Utc};
use openapi::{Case, ClaimNotifications, JourneyEntry, Notification, Page, Transfer};
use reqwest::{Method, RequestBuilder, header};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::contract::{Exchange, body_of};
use crate::world::World;

/// Longest lease a test asks for, in seconds, where it does not matter.
const LEASE_SECONDS: u32 = 60;

/// Someone who calls the API with their token, or without one.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'w> {
    world: &'w World,
    token: Option<&'w str>,
}

/// A request with the headers that make a repeat safe and a late write visible.
#[derive(Debug, Clone, Default)]
pub struct Request {
    method: Method,
    path: String,
    body: Option<Value>,
    key: Option<String>,
    version: Option<i64>,
}

impl Request {
    /// A POST with a JSON body.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self {
            method: Method::POST,
            path: path.into(),
            body: Some(body),
            ..Self::default()
        }
    }

    /// With an `Idempotency-Key`.
    pub fn key(self, key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..self
        }
    }

    /// With the version that was read, as `If-Match`.
    pub fn version(self, version: i64) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }
}

impl<'w> Caller<'w> {
    pub(crate) fn new(world: &'w World, token: Option<&'w str>) -> Self {
        Self { world, token }
    }

    /// GET, with the query in the path.
    pub async fn get(self, path: impl Into<String>) -> Answer {
        let path = path.into();
        self.send(&Request {
            path,
            ..Request::default()
        })
        .await
    }

    /// POST.
    pub async fn post(self, path: impl Into<String>, body: Value) -> Answer {
        self.send(&Request::post(path, body)).await
    }

    /// POST without a body.
    pub async fn post_empty(self, path: impl Into<String>) -> Answer {
        let request = Request {
            method: Method::POST,
            path: path.into(),
            ..Request::default()
        };
        self.send(&request).await
    }

    /// PUT.
    pub async fn put(self, path: impl Into<String>, body: Value) -> Answer {
        let request = Request {
            method: Method::PUT,
            ..Request::post(path, body)
        };
        self.send(&request).await
    }

    /// DELETE.
    pub async fn delete(self, path: impl Into<String>) -> Answer {
        let request = Request {
            method: Method::DELETE,
            path: path.into(),
            ..Request::default()
        };
        self.send(&request).await
    }

    /// Send a request; the exchange is held against the contract.
    ///
    /// # Panics
    ///
    /// Where the contract is broken, or the server does not answer.
    pub async fn send(self, request: &Request) -> Answer {
        let response = self
            .built(request)
            .send()
            .await
            .expect("the server answers");
        let header = |name: header::HeaderName| {
            let value = response.headers().get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let (etag, location) = (header(header::ETAG), header(header::LOCATION));
        let content_type = header(header::CONTENT_TYPE).unwrap_or_default();
        let headers: Vec<_> = response
            .headers()
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        let status = response.status().as_u16();
        let text = response.text().await.expect("the answer is text");
        let body = body_of(&text);
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let method = request.method.as_str().to_lowercase();
        self.world.contract().await.check(&Exchange {
            method: &method,
            path,
            parameters: &parameters(query),
            sent: request.body.as_ref(),
            status,
            media_type: content_type.split(';').next().unwrap_or_default().trim(),
            headers: &headers,
            body: &body,
        });
        Answer {
            status,
            etag,
            location,
            body,
            asked: format!("{} {}", request.method, request.path),
        }
    }

    fn built(&self, request: &Request) -> RequestBuilder {
        let url = self.world.url(&request.path);
        let mut built = self.world.http().request(request.method.clone(), url);
        if let Some(token) = self.token {
            built = built.bearer_auth(token);
        }
        if let Some(key) = &request.key {
            built = built.header("Idempotency-Key", key);
        }
        if let Some(version) = request.version {
            built = built.header(header::IF_MATCH, format!("\"{version}\""));
        }
        match &request.body {
            Some(body) => built.json(body),
            None => built,
        }
    }

    /// Take an action on a transfer (by reference), such as `ask-information`.
    pub async fn act(self, transfer: &str, action: &str, body: Value) -> Answer {
        self.post(format!("/v1/transfers/{transfer}/{action}"), body)
            .await
    }

    /// Take an action at an instant, in UTC.
    pub async fn act_at(self, at: &str, transfer: &str, action: &str, body: Value) -> Answer {
        let mut body = body;
        body["occurred_at"] = json!(at);
        self.act(transfer, action, body).await
    }

    /// Tick items of a transfer's checklist.
    pub async fn tick(self, transfer: &str, items: &[&str]) {
        for item in items {
            let ticked = self.act(transfer, "tick", json!({ "item": item })).await;
            ticked.with::<Transfer>(200);
        }
    }

    /// Record facts of a transfer.
    pub async fn record(self, transfer: &str, facts: Value) -> Transfer {
        let recorded = self.act(transfer, "record-fact", json!({ "facts": facts }));
        recorded.await.with(200)
    }

    /// A transfer as the caller sees it.
    pub async fn transfer(self, transfer: &str) -> Transfer {
        self.get(format!("/v1/transfers/{transfer}"))
            .await
            .with(200)
    }

    /// A case as the caller sees it.
    pub async fn case(self, case: &str) -> Case {
        self.get(format!("/v1/cases/{case}")).await.with(200)
    }

    /// Everything that happened to a case, in order, all pages of it.
    pub async fn journey(self, case: &str) -> Vec<JourneyEntry> {
        self.all(&format!("/v1/cases/{case}/journey?limit=100"))
            .await
    }

    /// Every entry of a list, page by page. The path carries at least one parameter, and no cursor.
    pub async fn all<T: DeserializeOwned>(self, path: &str) -> Vec<T> {
        self.rest(path, None).await
    }

    /// Every entry of a list from a cursor on, page by page.
    pub async fn rest<T: DeserializeOwned>(self, path: &str, cursor: Option<String>) -> Vec<T> {
        let mut found = Vec::new();
        let mut cursor = cursor;
        loop {
            let next = cursor.map(|cursor| format!("&cursor={cursor}"));
            let asked = format!("{path}{}", next.unwrap_or_default());
            let page: Page<T> = self.get(asked).await.with(200);
            found.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    }

    /// Claim what is to be told to the caller, under a lease of so many seconds.
    pub async fn claim(self, lease_seconds: u32) -> Vec<Notification> {
        let claim = ClaimNotifications {
            claimant: "test".into(),
            limit: Some(500),
            lease_seconds: Some(lease_seconds),
            whose: None,
        };
        let body = serde_json::to_value(claim).expect("a claim is JSON");
        self.post("/v1/notifications/claim", body).await.with(200)
    }

    /// Claim and acknowledge everything that is to be told to the caller.
    pub async fn notifications(self) -> Vec<Notification> {
        let claimed = self.claim(LEASE_SECONDS).await;
        for told in &claimed {
            self.acknowledge(told.id).await.with::<Notification>(200);
        }
        claimed
    }

    /// Say that a notification was delivered.
    pub async fn acknowledge(self, id: Uuid) -> Answer {
        self.post_empty(format!("/v1/notifications/{id}/acknowledge"))
            .await
    }
}

fn parameters(query: &str) -> Vec<String> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split('=').next().unwrap_or(pair).to_owned())
        .collect()
}

/// An instant from RFC 3339.
///
/// # Panics
///
/// Where it is none.
#[track_caller]
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant in RFC 3339")
}
