//! Tests end to end: the real server, real databases, every exchange held against the contract.

pub mod answer;
pub mod authority;
pub mod between;
pub mod bradford;
pub mod caller;
pub mod contract;
pub mod database;
pub mod discord;
pub mod durham;
pub mod in_discord;
pub mod postgres;
pub mod quayside;
pub mod reading;
pub mod stepping_across;
pub mod story;
pub mod world;

pub use authority::{Authority, Child, Crew, Person};
pub use caller::{Caller, Request, at};
pub use database::Database;
pub use discord::Discord;
pub use in_discord::InDiscord;
pub use world::World;
