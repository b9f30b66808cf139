//! The contract: bodies of requests and responses, problems, and the typed client.
//!
//! Everything on the wire is snake_case JSON; instants are RFC 3339 in UTC (`_at`), civil dates are `2026-12-22`
//! (`_on`), ids are UUIDs. What a pack names (a service, role, fact, pathway, item) travels as the pack's own id.
//! An optional member of a response is left out where it has no value.

pub mod action_bodies;
pub mod actions;
pub mod asked;
pub mod asks;
pub mod assessments;
pub mod cases;
pub mod chat;
pub mod client;
pub mod contact_points;
pub mod contacts;
pub mod deadlines;
pub mod demo;
pub mod duty;
pub mod family_transfers;
pub mod health;
pub mod matters;
pub mod meetings;
pub mod notifications;
pub mod packs;
pub mod page;
pub mod practitioners;
pub mod problem;
pub mod reference;
pub mod suggestions;
pub mod teams;
pub mod tracking;
pub mod transfer_parts;
pub mod transfer_states;
pub mod transfers;
pub mod versions;
pub mod work;

#[cfg(test)]
mod examples;

pub use action_bodies::*;
pub use actions::*;
pub use asked::*;
pub use asks::*;
pub use assessments::*;
pub use cases::*;
pub use chat::*;
pub use client::{ApiError, Client, Observer, Seen};
pub use contact_points::*;
pub use contacts::*;
pub use deadlines::*;
pub use demo::*;
pub use duty::*;
pub use family_transfers::*;
pub use health::*;
pub use matters::*;
pub use meetings::*;
pub use notifications::*;
pub use packs::*;
pub use page::*;
pub use practitioners::*;
pub use problem::*;
pub use reference::*;
pub use suggestions::*;
pub use teams::*;
pub use tracking::*;
pub use transfer_parts::*;
pub use transfer_states::*;
pub use transfers::*;
pub use versions::*;
pub use work::*;
