//! Views: policy values and rows as the contract shows them.

pub mod actions;
pub mod asked;
pub mod asks;
pub mod assessments;
pub mod cases;
pub mod contact_points;
pub mod contacts;
pub mod deadlines;
pub mod duty;
pub mod journey;
pub mod kinds;
pub mod matters;
pub mod notifications;
pub mod packs;
pub mod practitioners;
pub mod refusals;
pub mod transfers;
pub mod versions;
pub mod work;
