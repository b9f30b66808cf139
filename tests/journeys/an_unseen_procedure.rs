//! A procedure that nobody here has seen, written only from the manual, goes in beside the built-in ones without code.

mod ashore;
mod conditions;
mod dates;
mod joint_decision;
mod tides;
mod ways_in;
