//! Short words for what every migration writes: columns, foreign keys and indexes.

use sea_orm_migration::prelude::*;
pub(crate) use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, integer, integer_null, json_binary, json_binary_null,
    pk_uuid, string, string_null, string_uniq, text, text_null,
    timestamp_with_time_zone as instant, timestamp_with_time_zone_null as instant_null, uuid,
    uuid_null,
};

/// A foreign key from a column of the table being created to the `id` of another.
pub(crate) fn references(column: &'static str, parent: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col(column)
        .to(parent, "id")
        .to_owned()
}

/// An index that finds rows.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create()
        .name(format!("ix_{table}_{}", columns.join("_")))
        .table(table)
        .to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index that keeps rows apart.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns)
        .name(format!("ux_{table}_{}", columns.join("_")))
        .unique()
        .to_owned()
}

/// Creates a table, then its indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: &mut TableCreateStatement,
    indexes: impl IntoIterator<Item = IndexCreateStatement>,
) -> Result<(), DbErr> {
    manager.create_table(table.take()).await?;
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops a table, and its indexes with it.
pub(crate) async fn drop(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    manager
        .drop_table(Table::drop().table(table).to_owned())
        .await
}

/// Lets a column of UUIDs be empty, or no more.
///
/// SQLite has no statement for it. Its own way is to write the table's definition anew, which leaves the rows as they
/// are; what follows in the migration makes every connection read it again.
pub(crate) async fn nullable(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
    may_be_empty: bool,
) -> Result<(), DbErr> {
    let (filled, empty) = (
        format!("\"{column}\" uuid_text NOT NULL"),
        format!("\"{column}\" uuid_text"),
    );
    let sql = match (manager.get_database_backend(), may_be_empty) {
        (sea_orm::DbBackend::Postgres, true) => {
            format!("ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
        }
        (sea_orm::DbBackend::Postgres, false) => {
            format!("ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
        }
        (_, true) => rewrite(table, &filled, &empty),
        (_, false) => rewrite(table, &empty, &filled),
    };
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

fn rewrite(table: &str, from: &str, to: &str) -> String {
    format!(
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, '{from}', '{to}') \
         WHERE type = 'table' AND name = '{table}'; \
         PRAGMA writable_schema = RESET;"
    )
}

/// Adds a column to a table.
pub(crate) async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    mut column: ColumnDef,
) -> Result<(), DbErr> {
    let alter = Table::alter()
        .table(table)
        .add_column(&mut column)
        .to_owned();
    manager.alter_table(alter).await
}

/// Takes a column away from a table.
pub(crate) async fn take_away(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &str,
) -> Result<(), DbErr> {
    let column = column.to_owned();
    let alter = Table::alter().table(table).drop_column(column).to_owned();
    manager.alter_table(alter).await
}
