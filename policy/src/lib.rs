//! The procedure as data, and the engine that decides from it.
//!
//! Value in, decision out: nothing here reads a clock, a disk or a network, and nothing is asynchronous.

pub mod absence;
pub mod action;
pub mod assessment;
pub mod calendar;
pub mod call;
pub mod checklist;
pub mod clockwork;
pub mod coverage;
pub mod deadline;
pub mod decide;
pub mod evaluation;
pub mod expression;
pub mod fact;
pub mod family;
pub mod gate;
pub mod guidance;
pub mod handing;
pub mod ladder;
pub mod matter;
pub mod nudge;
pub mod opening;
pub mod owing;
pub mod owners;
pub mod pack;
pub mod party;
pub mod phone;
pub mod place;
pub mod privacy;
pub mod reach;
pub mod refusal;
pub mod rereading;
pub mod responsibility;
pub mod role;
pub mod rota;
pub mod setting;
pub mod steps;
pub mod task;
pub mod tracking;
pub mod transfer;
pub mod version;
pub mod work;
