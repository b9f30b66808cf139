//! The sweep: nothing personal in anything that was ever sent.

use serde_json::Value;

use super::state::Call;
use crate::authority::{BORN, INITIALS};

/// Looks through everything that was sent: every text of a body as it is read, and path, names of files and pictures as they
/// came.
///
/// # Panics
///
/// Where a secret, the children's initials, or a date of birth is found.
pub(crate) fn sweep(calls: &[Call], secrets: &[&str]) {
    for call in calls {
        let mut look = |text: &str| {
            for secret in secrets.iter().chain(&[INITIALS]).chain(&BORN) {
                assert!(
                    !text.contains(secret),
                    "`{secret}` was sent to Discord by {} {}: {text}",
                    call.method,
                    call.path
                );
            }
        };
        each_text(&call.body, &mut look);
        look(&call.path);
        look(&String::from_utf8_lossy(&call.raw));
    }
}

fn each_text(value: &Value, look: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, look)),
        Value::Object(members) => members.values().for_each(|member| each_text(member, look)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn finds(body: Value, raw: &[u8]) -> bool {
        let call = Call {
            method: "POST".into(),
            path: "/channels/1/messages".into(),
            body,
            status: 200,
            files: Vec::new(),
            raw: raw.to_vec(),
        };
        std::panic::catch_unwind(|| sweep(&[call], &["fell down"])).is_err()
    }

    #[test]
    fn whatever_was_sent_is_looked_through() {
        let sent = [
            json!({"content": "She fell down"}),
            json!({"data": {"choices": [{"name": "fell down", "value": "1"}]}}),
            json!({"data": {"title": "x", "components": [{"components": [{"placeholder": "fell down"}]}]}}),
            json!({"attachments": [{"description": "Bar chart: fell down"}]}),
            json!({"components": [{"components": [{"custom_id": "s:fell down"}]}]}),
        ];
        for body in sent {
            assert!(finds(body.clone(), b""), "{body}");
        }
        assert!(finds(Value::Null, b"filename=\"fell down.png\""));
        assert!(!finds(json!({"content": "C-0041"}), b"{}"));
    }
}
