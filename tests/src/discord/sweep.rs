//! The sweep: nothing personal in anything that was ever sent.

use serde_json::Value;

use super::state::Call;
use crate::authority::{BORN, INITIALS};

/// Looks through every body, its keys aside.
///
/// # Panics
///
/// Where a secret, the children's initials, or a date of birth is found.
pub(crate) fn sweep(calls: &[Call], secrets: &[&str]) {
    for call in calls {
        each_text(&call.body, &mut |text| {
            for secret in secrets.iter().chain(&[INITIALS]).chain(&BORN) {
                assert!(
                    !text.contains(secret),
                    "`{secret}` was sent to Discord by {} {}: {text}",
                    call.method,
                    call.path
                );
            }
        });
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
