//! The assistant: what it says and does, and its faces: a console and Discord.
//!
//! It answers questions from the procedure, opens transfers, acts on them and passes on nudges. It knows the system
//! only through the REST API, and any chat platform only through [`assistant::Reply`].

pub mod assistant;
pub mod chart;
pub mod config;
pub mod console;
pub mod discord;
pub mod error;
