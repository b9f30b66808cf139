//! Exploring what can become of a transfer: worlds, the people in them, what they try, and the promises that must hold.
#![allow(clippy::unwrap_used)]

pub(crate) mod explorer;
pub(crate) mod ground;
pub(crate) mod journey;
pub(crate) mod learning;
pub(crate) mod packs;
pub(crate) mod payloads;
pub(crate) mod people;
pub(crate) mod promises;
pub(crate) mod refusals;
pub(crate) mod waits;
pub(crate) mod wandering;
pub(crate) mod without;
pub(crate) mod working;
pub(crate) mod world;
