//! Reticence: what is answered to the assistant carries nothing personal, whichever route answers.
//!
//! A chat platform must never learn a name, a birthday or a narrative, so the assistant never has one to tell: the members
//! below are left out of every answer to it, or are empty where the contract requires them. Problems pass as they are,
//! because they never repeat what was sent.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use serde_json::{Map, Value};

use crate::auth::Reticent;
use crate::error::ApiError;

/// Members that are left out.
const LEFT_OUT: &[&str] = &["external_id", "date_of_birth", "note", "notes", "response"];

/// Members that are there, and empty: texts, lists and objects.
const EMPTY: &[&str] = &["initials", "concern", "detail"];

/// Members of an override that are empty: why it was made is somebody's own words.
const EMPTY_IN_OVERRIDE: &str = "reason";

/// Leave out what is personal where the request was made by the assistant.
///
/// # Errors
///
/// Where the answer cannot be read back, which would be our own mistake.
pub async fn keep_back(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(request).await?;
    let is_json = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json || !answer.request().extensions().contains::<Reticent>() {
        return Ok(answer.map_into_boxed_body());
    }
    let (request, response) = answer.into_parts();
    let (response, body) = response.into_parts();
    let bytes = to_bytes(body).await.map_err(|_| broken())?;
    let mut value: Value = serde_json::from_slice(&bytes).map_err(|_| broken())?;
    leave_out(&mut value);
    let response = response.set_body(BoxBody::new(value.to_string()));
    Ok(ServiceResponse::new(request, response))
}

fn broken() -> ApiError {
    ApiError::Broken("an answer is not the JSON that it says it is".into())
}

fn leave_out(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(leave_out),
        Value::Object(members) => leave_out_of(members),
        _ => {}
    }
}

fn leave_out_of(members: &mut Map<String, Value>) {
    members.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    if is_told(members) {
        members.remove("value");
    }
    let is_override = members.contains_key("gate_or_item");
    for (name, value) in members.iter_mut() {
        let is_empty = EMPTY.contains(&name.as_str())
            || (is_override && name == EMPTY_IN_OVERRIDE)
            || (name == "facts" && value.is_object());
        match is_empty {
            true => empty(value),
            false => leave_out(value),
        }
    }
}

/// Whether an object is a fact that says something about a person: one that the procedure calls personal, or free text.
fn is_told(members: &Map<String, Value>) -> bool {
    members.contains_key("question")
        && (members.get("personal") == Some(&Value::Bool(true))
            || members.get("type").and_then(Value::as_str) == Some("text"))
}

fn empty(value: &mut Value) {
    match value {
        Value::String(text) => text.clear(),
        Value::Array(values) => values.clear(),
        Value::Object(members) => members.clear(),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(mut answer: Value, expected: &Value) {
        leave_out(&mut answer);
        assert_eq!(answer, *expected);
    }

    #[test]
    fn a_case_is_its_reference() {
        check(
            json!({"items": [{"reference": "C-1", "initials": "U.I.", "date_of_birth": "2015-01-01", "external_id": "L-1",
                              "facts": {"informed": true}, "version": 1}]}),
            &json!({"items": [{"reference": "C-1", "initials": "", "facts": {}, "version": 1}]}),
        );
    }

    #[test]
    fn a_fact_is_told_unless_it_is_personal_or_somebodys_words() {
        let fact = |kind: &str, personal: bool| json!({"id": "f", "question": "?", "type": kind, "personal": personal, "value": "x"});
        let silent = |kind: &str, personal: bool| json!({"id": "f", "question": "?", "type": kind, "personal": personal});
        check(
            json!({ "facts": [fact("choice", false), fact("text", false), fact("date", true)] }),
            &json!({ "facts": [fact("choice", false), silent("text", false), silent("date", true)] }),
        );
    }

    #[test]
    fn what_somebody_wrote_stays_here() {
        check(
            json!({"decision": {"role": "m", "note": "words"}, "overrides": [{"gate_or_item": "g", "reason": "words"}],
                   "reasons": [{"event": "declined", "reason": "threshold"}], "detail": {"text": "words"}}),
            &json!({"decision": {"role": "m"}, "overrides": [{"gate_or_item": "g", "reason": ""}],
                    "reasons": [{"event": "declined", "reason": "threshold"}], "detail": {}}),
        );
    }
}
