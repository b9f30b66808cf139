//! Telephone numbers stand in contact points, where somebody verifies them, and nowhere else.

use serde_json::Value;

use super::{Draft, Spot};
use crate::pack::finding::Finding;
use crate::phone;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let whole = draft.sources.iter().map(Spot::whole);
    whole
        .flat_map(|spot| texts(&spot))
        .filter_map(|spot| wrong(&spot))
        .collect()
}

/// Every text below a place.
pub(super) fn texts<'a>(spot: &Spot<'a>) -> Vec<Spot<'a>> {
    match spot.value() {
        Value::String(_) => vec![spot.clone()],
        Value::Array(_) => spot.values().iter().flat_map(texts).collect(),
        Value::Object(members) => members
            .keys()
            .flat_map(|key| texts(&spot.below(key)))
            .collect(),
        _ => Vec::new(),
    }
}

fn wrong(spot: &Spot<'_>) -> Option<Finding> {
    let is_contact_point = spot.pointer.starts_with("/contact_point/");
    let number = *phone::numbers(spot.text()?).first()?;
    (!is_contact_point || !spot.pointer.ends_with("/value")).then(|| {
        spot.mistake(
            format!("the number {number} stands in a text, where nobody verifies it"),
            "a `contact_point` with this value, named in `contact_points`",
        )
    })
}
