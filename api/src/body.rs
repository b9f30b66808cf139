//! Bodies and headers of requests: read once, with the field named where something is wrong.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::secret;
use once::OnceObject;

mod once;

/// Longest body, in bytes.
pub const LONGEST_BODY: usize = 256 * 1024;

/// How JSON writes the one character that PostgreSQL keeps in no text.
const NUL: &[u8] = b"\\u0000";

/// A body that says nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A JSON body, and the digest by which a repeat is known.
#[derive(Debug)]
pub struct Body<T> {
    /// What was sent.
    pub value: T,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|_| ApiError::TooLong(LONGEST_BODY))?;
            if !is_json && !bytes.is_empty() {
                return Err(ApiError::NotJson);
            }
            Ok(Self {
                value: read(&bytes)?,
                digest: secret::hash(&bytes),
            })
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let header = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = header.and_then(|header| header.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// An empty body is an empty object: some actions need nothing said.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    if text.windows(NUL.len()).any(|part| part == NUL) {
        return Err(ApiError::invalid(
            "body",
            "there is a NUL character in a text",
            "texts without \\u0000",
        ));
    }
    parse::<OnceObject>(text)?;
    parse(text)
}

fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|wrong| {
        let path = wrong.path().to_string();
        let wrong = wrong.into_inner();
        let message = wrong.to_string();
        if !wrong.is_data() {
            return ApiError::invalid("body", message, "JSON");
        }
        let field = field(&path, missing(&message));
        let (message, expected) = split(&message);
        ApiError::invalid(&field, message, expected)
    })?;
    reader.end().map_err(|_| {
        ApiError::invalid(
            "body",
            "there is more after the JSON value",
            "one JSON object",
        )
    })?;
    Ok(value)
}

/// The member that is wrong: where the reading stopped, and the one that is missing there.
fn field(path: &str, missing: Option<&str>) -> String {
    match (path, missing) {
        (".", None) => "body".to_owned(),
        (".", Some(missing)) => missing.to_owned(),
        (path, None) => path.to_owned(),
        (path, Some(missing)) => format!("{path}.{missing}"),
    }
}

/// The member that serde's sentence says is missing: it stops at the object, not at the member.
fn missing(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("missing field `")?;
    rest.split('`').next()
}

/// What is wrong and what was expected, from serde's one sentence; a text that was sent is not repeated.
fn split(message: &str) -> (String, String) {
    let sentence = message
        .rsplit_once(" at line ")
        .map_or(message, |(sentence, _)| sentence);
    match sentence.rsplit_once(", expected ") {
        Some((wrong, expected)) => (withheld(wrong), expected.to_owned()),
        None => (
            sentence.to_owned(),
            "a body as the documentation at /docs describes it".to_owned(),
        ),
    }
}

/// The headers that make a repeat safe and a late write visible.
#[derive(Debug, Clone)]
pub struct Guards {
    /// `Idempotency-Key`.
    pub key: Option<String>,
    /// The version in `If-Match`.
    pub version: Option<i64>,
    /// Method and path.
    pub method_path: String,
}

/// Longest `Idempotency-Key`, in characters.
const LONGEST_KEY: usize = 200;

impl FromRequest for Guards {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(guards(request))
    }
}

fn guards(request: &HttpRequest) -> Result<Guards, ApiError> {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or(""))
    };
    let key = header("idempotency-key").map(str::to_owned);
    if key
        .as_ref()
        .is_some_and(|key| key.is_empty() || key.chars().count() > LONGEST_KEY)
    {
        return Err(ApiError::invalid(
            "Idempotency-Key",
            "this is no key",
            format!("1 to {LONGEST_KEY} characters"),
        ));
    }
    let version = match header(IF_MATCH.as_str()).filter(|tag| *tag != "*") {
        None => None,
        Some(tag) => Some(version(tag).ok_or_else(|| {
            ApiError::invalid(
                "If-Match",
                "this is no version",
                "the ETag of the transfer as you read it, such as \"3\"",
            )
        })?),
    };
    let method_path = format!("{} {}", request.method(), request.path());
    Ok(Guards {
        key,
        version,
        method_path,
    })
}

fn version(tag: &str) -> Option<i64> {
    tag.trim()
        .trim_start_matches("W/")
        .trim_matches('"')
        .parse()
        .ok()
}

/// What is wrong, without the text that serde quotes.
fn withheld(wrong: &str) -> String {
    let quoted = match wrong.starts_with("unknown variant") {
        true => wrong.split_once(" `"),
        false => wrong.split_once(" \""),
    };
    quoted.map_or(wrong, |(start, _)| start).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Inner {
        #[serde(rename = "day")]
        _day: u8,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Outer {
        #[serde(rename = "inner")]
        _inner: Inner,
    }

    #[track_caller]
    fn check_wrong<T: DeserializeOwned + std::fmt::Debug>(text: &str, expected: &str) {
        match read::<T>(text.as_bytes()) {
            Err(ApiError::Invalid(errors)) => assert_eq!(errors[0].field, expected, "{errors:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_member_that_is_missing_is_named_where_it_belongs() {
        check_wrong::<Outer>("{}", "inner");
        check_wrong::<Outer>("", "inner");
        check_wrong::<Outer>(r#"{"inner": {}}"#, "inner.day");
        check_wrong::<Outer>(r#"{"inner": {"day": 300}}"#, "inner.day");
    }

    #[test]
    fn a_text_that_was_sent_is_not_repeated() {
        for sent in ["Q. Z. lives there", "a, expected \"b\" at line 1"] {
            let text = serde_json::json!({ "inner": { "day": sent } }).to_string();
            match read::<Outer>(text.as_bytes()) {
                Err(ApiError::Invalid(errors)) => {
                    assert_eq!(errors[0].message, "invalid type: string");
                    assert_eq!(errors[0].expected.as_deref(), Some("u8"));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_member_that_is_given_twice_is_named_at_any_depth() {
        check_wrong::<Value>(r#"{"a": 1, "a": 1}"#, "a");
        check_wrong::<Value>(r#"{"a": [{"b": null, "b": {}}]}"#, "a[0].b");
        assert!(read::<Value>(br#"{"a": {"b": 1}, "b": [1, -1, 0.5, "a", true, null]}"#).is_ok());
    }

    #[test]
    fn what_is_no_json_object_is_no_body() {
        for text in ["[]", "null", "1", "{", r#"{"a": tru}"#, "{} {}"] {
            check_wrong::<Value>(text, "body");
        }
    }
}
