//! What practitioners do: one transaction each. Load, ask the policy, record.

pub mod asks;
pub mod assessments;
pub mod cases;
pub mod chat;
pub mod checks;
pub mod clockwork;
pub mod contact_points;
pub mod contacts;
pub mod deadlines;
pub mod demo;
pub mod digests;
pub mod directory;
pub mod duty;
pub mod names;
pub mod notifications;
pub mod once;
pub mod packs;
pub mod pages;
pub mod practitioners;
pub mod suggestions;
pub mod teams;
pub mod transfers;
pub mod versions;
