//! A stand-in for the API: fixed answers by method and path, and a record of what was asked.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use openapi::Client;
use serde_json::Value;

type Answers = HashMap<String, (u16, Value)>;

/// The stand-in. What it was not told to answer is not found.
pub(crate) struct Stub {
    url: String,
    answers: Arc<Mutex<Answers>>,
    heard: Arc<Mutex<Vec<Call>>>,
}

/// A call as it was heard: method and path, body, idempotency key.
type Call = (String, Value, Option<String>);

impl Stub {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (answers, heard) = (
            Arc::<Mutex<Answers>>::default(),
            Arc::<Mutex<Vec<_>>>::default(),
        );
        let (known, log) = (answers.clone(), heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &known, &log);
            }
        });
        Self {
            url,
            answers,
            heard,
        }
    }

    /// Answers this from now on. A question may be told apart by its text: `POST /path question text`.
    pub(crate) fn on(self, call: &str, status: u16, body: Value) -> Self {
        self.answers
            .lock()
            .unwrap()
            .insert(call.to_owned(), (status, body));
        self
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.url.clone(), Some("token".into())).unwrap()
    }

    /// How many calls had this in their method and path.
    pub(crate) fn calls(&self, part: &str) -> usize {
        self.heard
            .lock()
            .unwrap()
            .iter()
            .filter(|(call, ..)| call.contains(part))
            .count()
    }

    /// The idempotency keys of all calls of this method and path.
    pub(crate) fn keys(&self, call: &str) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter(|(known, ..)| known == call)
            .filter_map(|(.., key)| key.clone())
            .collect()
    }

    /// The body of the last call of this method and path.
    pub(crate) fn last(&self, call: &str) -> Value {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .rev()
            .find(|(known, ..)| known == call)
            .unwrap()
            .1
            .clone()
    }
}

fn serve(stream: TcpStream, answers: &Mutex<Answers>, heard: &Mutex<Vec<Call>>) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap() == 0 {
            return;
        }
    }
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let call: Vec<&str> = head.split(' ').take(2).collect();
    let call = call.join(" ").split('?').next().unwrap().to_owned();
    let asked = format!("{call} {}", body["question"].as_str().unwrap_or_default());
    let lower = head.to_lowercase();
    let key = lower
        .lines()
        .find_map(|line| line.strip_prefix("idempotency-key: "))
        .map(str::to_owned);
    heard.lock().unwrap().push((call.clone(), body, key));
    let answers = answers.lock().unwrap();
    let unknown = (
        404,
        serde_json::json!({"type": "/problems/not-found", "title": "Not found", "status": 404, "detail": call}),
    );
    let (status, answer) = answers
        .get(&asked)
        .or_else(|| answers.get(&call))
        .unwrap_or(&unknown);
    let answer = answer.to_string();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    reader
        .into_inner()
        .write_all(format!("{head}{answer}").as_bytes())
        .unwrap();
}
