//! The tables: one file per table, each in sea-orm's dense format.
//!
//! Ids are UUIDv7. `_at` is an instant in UTC with microseconds, `_on` a civil date. A column that is
//! marked "Personal" holds data about a person and is never logged or sent to a chat platform.

#![expect(
    missing_docs,
    reason = "the derives write columns, relations and loaders that nobody can put a comment on"
)]

pub mod absence;
pub mod asked_question;
pub mod authority;
pub mod authority_closure;
pub mod case_fact;
pub mod chat_attempt;
pub mod chat_channel;
pub mod chat_code;
pub mod chat_lease;
pub mod chat_link;
pub mod chat_server;
pub mod chat_service;
pub mod chat_setting;
pub mod child_case;
pub mod contact;
pub mod contact_point;
pub mod contact_step;
pub mod daily_look;
pub mod deadline;
pub mod duty_shift;
pub mod event;
pub mod family;
pub mod family_request;
pub mod forum_schedule;
pub mod holding;
pub mod idempotency_key;
pub mod matter;
pub mod notification;
pub mod pack_version;
pub mod practitioner;
pub mod practitioner_role;
pub mod rota;
pub mod rota_turn;
pub mod team;
pub mod transfer;
pub mod work;
