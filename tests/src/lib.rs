//! Tests end to end: the real server, real databases, every exchange held against the contract.

pub mod answer;
pub mod authority;
pub mod caller;
pub mod contract;
pub mod database;
pub mod durham;
pub mod postgres;
pub mod quayside;
pub mod reading;
pub mod stepping_across;
pub mod world;

pub use authority::{Authority, Child, Crew, Person};
pub use caller::{Caller, Request, at};
pub use database::Database;
pub use world::World;
