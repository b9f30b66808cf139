//! How the tables came to be: one file per change, in order, never edited once merged.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261121_090001_create_authority;
mod m20261121_090002_create_pack_version;
mod m20261121_090003_create_team;
mod m20261121_090004_create_practitioner;
mod m20261121_090005_create_duty_shift;
mod m20261121_090006_create_contact_point;
mod m20261121_090007_create_forum_schedule;
mod m20261121_090008_create_child_case;
mod m20261121_090009_create_transfer;
mod m20261121_090010_create_holding;
mod m20261121_090011_create_event;
mod m20261121_090012_create_deadline;
mod m20261121_090013_create_contact;
mod m20261121_090014_create_notification;
mod m20261121_090015_create_idempotency_key;
mod m20261126_110001_create_chat_accounts;
mod m20261126_110002_create_chat_places;
mod m20261126_110003_reach_somebody;
mod m20261126_120001_create_asked_question;
mod m20261126_120001_create_matter;
mod m20261126_120101_create_work;
mod m20261126_120102_create_family_request;
mod m20261126_160001_cover_absence;
mod schema;

/// Brings a database to the present schema, and back.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_090001_create_authority::Migration),
            Box::new(m20261121_090002_create_pack_version::Migration),
            Box::new(m20261121_090003_create_team::Migration),
            Box::new(m20261121_090004_create_practitioner::Migration),
            Box::new(m20261121_090005_create_duty_shift::Migration),
            Box::new(m20261121_090006_create_contact_point::Migration),
            Box::new(m20261121_090007_create_forum_schedule::Migration),
            Box::new(m20261121_090008_create_child_case::Migration),
            Box::new(m20261121_090009_create_transfer::Migration),
            Box::new(m20261121_090010_create_holding::Migration),
            Box::new(m20261121_090011_create_event::Migration),
            Box::new(m20261121_090012_create_deadline::Migration),
            Box::new(m20261121_090013_create_contact::Migration),
            Box::new(m20261121_090014_create_notification::Migration),
            Box::new(m20261121_090015_create_idempotency_key::Migration),
            Box::new(m20261126_110001_create_chat_accounts::Migration),
            Box::new(m20261126_110002_create_chat_places::Migration),
            Box::new(m20261126_110003_reach_somebody::Migration),
            Box::new(m20261126_120001_create_asked_question::Migration),
            Box::new(m20261126_120101_create_work::Migration),
            Box::new(m20261126_120102_create_family_request::Migration),
            Box::new(m20261126_120001_create_matter::Migration),
            Box::new(m20261126_160001_cover_absence::Migration),
        ]
    }
}
