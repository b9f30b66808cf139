//! Views: policy values and rows as the contract shows them.

pub mod actions;
pub mod refusals;
pub mod transfers;
