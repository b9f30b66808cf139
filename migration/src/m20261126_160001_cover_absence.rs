//! Adds who stands in for somebody who is away.

use sea_orm_migration::prelude::*;

use crate::schema::{add, take_away, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "absence", uuid_null("covered_by").take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        take_away(manager, "absence", "covered_by").await
    }
}
