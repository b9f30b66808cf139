//! How a call travels: tried once more on a broken connection, and read as an answer or a problem.

use std::sync::Arc;

use reqwest::header::{ETAG, HeaderMap};
use reqwest::{Request, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::Problem;

/// Why a call brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The service refused, and says why.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The service could not be reached, or did not answer in time.
    #[error("the service cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    /// The service answered something that is not in the contract.
    #[error("the service answered unexpectedly with status {status}")]
    Unexpected {
        /// HTTP status.
        status: u16,
        /// What it answered.
        body: String,
    },
}

/// What a call brings.
pub(super) type Answered<T> = Result<T, ApiError>;

/// Sends, and once more where the connection failed: the same request with the same idempotency key.
async fn send(request: RequestBuilder) -> Answered<Response> {
    let again = request.try_clone();
    match (request.send().await, again) {
        (Err(failure), Some(again)) if connection_failed(&failure) => Ok(again.send().await?),
        (answer, _) => Ok(answer?),
    }
}

fn connection_failed(failure: &reqwest::Error) -> bool {
    !failure.is_timeout() && (failure.is_connect() || failure.is_request())
}

/// One call as it went over the wire, for whoever watches.
#[derive(Debug)]
pub struct Seen<'a> {
    /// What was sent.
    pub request: &'a Request,
    /// The status of the answer.
    pub status: StatusCode,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body.
    pub body: &'a str,
}

/// Whoever watches what a client sends and gets, such as a recorder or a test of the contract.
pub type Observer = Arc<dyn Fn(&Seen<'_>) + Send + Sync>;

/// Sends, shows what came to the observer, and reads it.
pub(super) async fn call<T: DeserializeOwned>(
    request: RequestBuilder,
    observer: Option<&Observer>,
) -> Answered<T> {
    let came = exchange(request, observer).await?;
    read(came.status, came.body)
}

/// The same with the ETag of what came; `None` where it is what the caller has.
pub(super) async fn unless_known<T: DeserializeOwned>(
    request: RequestBuilder,
    observer: Option<&Observer>,
) -> Answered<Option<(T, String)>> {
    let came = exchange(request, observer).await?;
    if came.status == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let etag = came
        .headers
        .get(ETAG)
        .and_then(|etag| etag.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    Ok(Some((read(came.status, came.body)?, etag)))
}

/// What came over the wire.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

async fn exchange(request: RequestBuilder, observer: Option<&Observer>) -> Answered<Came> {
    let sent = observer.and_then(|_| request.try_clone()?.build().ok());
    let response = send(request).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.text().await?;
    if let (Some(observer), Some(request)) = (observer, &sent) {
        observer(&Seen {
            request,
            status,
            headers: &headers,
            body: &body,
        });
    }
    Ok(Came {
        status,
        headers,
        body,
    })
}

fn read<T: DeserializeOwned>(status: StatusCode, body: String) -> Answered<T> {
    if status.is_success() {
        return serde_json::from_str(&body).map_err(|_| unexpected(status, body));
    }
    match serde_json::from_str(&body) {
        Ok(problem) => Err(ApiError::Problem(Box::new(problem))),
        Err(_) => Err(unexpected(status, body)),
    }
}

fn unexpected(status: StatusCode, body: String) -> ApiError {
    ApiError::Unexpected {
        status: status.as_u16(),
        body,
    }
}

/// One segment of a path: what a person typed cannot reach another resource.
pub(super) fn segment(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => safe.push(byte.into()),
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread::{self, JoinHandle};

    use super::*;
    use crate::{Client, Clock, SideFilter, TransferQuery, TransferState, TransferStates};

    /// Serves one connection for each answer; `None` hangs up instead. Gives back the requests.
    fn stub(answers: Vec<Option<(u16, &'static str)>>) -> (String, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let serve = |answer| serve(listener.accept().unwrap().0, answer);
            answers.into_iter().map(serve).collect()
        });
        (url, server)
    }

    fn serve(mut stream: TcpStream, answer: Option<(u16, &str)>) -> String {
        let mut request = vec![0; 16_384];
        let length = stream.read(&mut request).unwrap();
        if let Some((status, body)) = answer {
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .unwrap();
        }
        String::from_utf8_lossy(&request[..length]).to_lowercase()
    }

    fn key_of(request: &str) -> &str {
        request
            .lines()
            .find(|line| line.starts_with("idempotency-key: "))
            .unwrap()
    }

    #[tokio::test]
    async fn a_broken_connection_is_tried_once_more_under_the_same_key() {
        let (url, server) = stub(vec![None, Some((200, r#"{"now":"2026-11-03T09:00:00Z"}"#))]);
        let client = Client::new(url, Some("secret".into())).unwrap();
        let clock: Clock = client.post("/v1/anything", &()).await.unwrap();
        assert_eq!(clock.now.to_rfc3339(), "2026-11-03T09:00:00+00:00");
        let requests = server.join().unwrap();
        assert_eq!(key_of(&requests[0]), key_of(&requests[1]));
        assert!(requests[1].contains("authorization: bearer secret"));
    }

    #[tokio::test]
    async fn a_keyed_call_travels_under_the_key_of_the_caller() {
        let (url, server) = stub(vec![Some((200, r#"{"now":"2026-11-03T09:00:00Z"}"#))]);
        let key = uuid::Uuid::from_u128(7);
        let client = Client::new(url, None).unwrap().keyed(key);
        let _: Clock = client.post("/v1/anything", &()).await.unwrap();
        assert!(key_of(&server.join().unwrap()[0]).ends_with(&key.to_string()));
    }

    #[tokio::test]
    async fn a_refusal_comes_back_as_a_problem() {
        let body = r#"{"type":"/problems/not-found","title":"Not found","status":404,"detail":"no such transfer"}"#;
        let (url, server) = stub(vec![Some((404, body))]);
        let refusal = Client::new(url, None)
            .unwrap()
            .transfer("T-1/../x")
            .await
            .unwrap_err();
        assert!(
            matches!(refusal, ApiError::Problem(problem) if problem.kind == "/problems/not-found")
        );
        assert!(server.join().unwrap()[0].starts_with("get /v1/transfers/t-1%2f%2e%2e%2fx "));
    }

    #[tokio::test]
    async fn an_answer_outside_the_contract_is_said_to_be_one() {
        let (url, _server) = stub(vec![Some((502, "<html>"))]);
        let failure = Client::new(url, None).unwrap().ready().await.unwrap_err();
        assert!(matches!(failure, ApiError::Unexpected { status: 502, .. }));
    }

    #[tokio::test]
    async fn a_service_that_is_not_there_is_unreachable() {
        let gone = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let failure = Client::new(format!("http://{gone}"), None)
            .unwrap()
            .live()
            .await
            .unwrap_err();
        assert!(matches!(failure, ApiError::Unreachable(_)));
    }

    #[tokio::test]
    async fn filters_travel_as_the_contract_writes_them() {
        let (url, server) = stub(vec![Some((200, r#"{"items":[]}"#))]);
        let query = TransferQuery {
            state: Some(TransferStates(vec![
                TransferState::Requested,
                TransferState::OnHold,
            ])),
            side: Some(SideFilter::Receiving),
            overdue: Some(true),
            ..Default::default()
        };
        Client::new(url, None)
            .unwrap()
            .transfers(&query)
            .await
            .unwrap();
        let request = &server.join().unwrap()[0];
        assert!(request.starts_with(
            "get /v1/transfers?state=requested%2con_hold&side=receiving&overdue=true "
        ));
    }
}
