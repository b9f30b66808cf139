//! A small invented authority in a database of its own, for the tests of this folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, Utc};
use entity::{authority, child_case, practitioner, team};
use tempfile::TempDir;
use uuid::Uuid;

use super::{authorities, cases, practitioners, teams};
use crate::db::{self, Db};

/// An authority with two teams, one practitioner and one open case.
pub(super) struct World {
    pub(super) db: Db,
    pub(super) authority: Uuid,
    pub(super) assessment: Uuid,
    pub(super) early_help: Uuid,
    pub(super) practitioner: Uuid,
    pub(super) case: Uuid,
    _folder: TempDir,
}

/// An instant from RFC 3339.
#[track_caller]
pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl World {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/world.db", folder.path().display());
        let db = Db::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        let mut world = Self {
            db,
            authority: Uuid::now_v7(),
            assessment: Uuid::now_v7(),
            early_help: Uuid::now_v7(),
            practitioner: Uuid::nil(),
            case: Uuid::now_v7(),
            _folder: folder,
        };
        world.fill().await;
        world.practitioner = world.practitioner("P-1").await;
        world
    }

    /// Adds a practitioner without a role, and gives the id.
    pub(super) async fn practitioner(&self, reference: &str) -> Uuid {
        let row = practitioner::Model {
            id: Uuid::now_v7(),
            authority_id: self.authority,
            reference: reference.into(),
            name: "A. B.".into(),
            is_administrator: false,
            suspended_at: None,
            created_at: db::now(),
        };
        let id = row.id;
        let txn = self.db.begin().await.unwrap();
        practitioners::insert(&txn, row).await.unwrap();
        txn.commit().await.unwrap();
        id
    }

    async fn fill(&self) {
        let txn = self.db.begin().await.unwrap();
        let authority = authority::Model {
            id: self.authority,
            name: "Exampleshire".into(),
            pack: "example".into(),
            created_at: db::now(),
        };
        authorities::insert(&txn, authority).await.unwrap();
        for (id, service) in [
            (self.assessment, "assessment"),
            (self.early_help, "early_help"),
        ] {
            teams::insert(&txn, self.team(id, service)).await.unwrap();
        }
        cases::insert(&txn, self.open_case()).await.unwrap();
        txn.commit().await.unwrap();
    }

    fn team(&self, id: Uuid, service: &str) -> team::Model {
        team::Model {
            id,
            authority_id: self.authority,
            service: service.into(),
            name: format!("{service} team"),
        }
    }

    fn open_case(&self) -> child_case::Model {
        child_case::Model {
            id: self.case,
            authority_id: self.authority,
            reference: "C-1".into(),
            external_id: None,
            family_id: None,
            initials: "Z. Y.".into(),
            date_of_birth: None,
            opened_at: db::now(),
            closed_at: None,
            version: 1,
        }
    }
}
