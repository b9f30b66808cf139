//! Days that do not count as working days, kept per authority without a new build.

use anyhow::ensure;
use chrono::NaiveDate;
use clap::Subcommand;
use entity::authority_closure::{self, ClosureKind};
use uuid::Uuid;

use super::tokens::find_authority;
use crate::cli;
use crate::config::Config;
use crate::repository::authorities;

/// Looking after the days on which an authority is closed.
#[derive(Debug, Subcommand)]
pub enum ClosuresCommand {
    /// Add a day: a closure of the authority's own, or a newly proclaimed bank holiday
    #[command(after_help = "\
Examples:
  landsafe-api closures add --authority \"Exampleshire\" --on 2026-12-29 --label \"Closed between the years\"
  landsafe-api closures add --authority \"Exampleshire\" --on 2027-05-10 --label \"Proclaimed holiday\" --bank-holiday

Running transfers reckon with it from their next action on.")]
    Add {
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
        /// The day, such as 2026-12-29
        #[arg(long, value_name = "DATE")]
        on: NaiveDate,
        /// What the day is
        #[arg(long)]
        label: String,
        /// It is a bank holiday of England and Wales
        #[arg(long)]
        bank_holiday: bool,
    },
    /// List the days, earliest first
    List {
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
    },
}

/// Carry out a command about closures.
///
/// # Errors
///
/// Where the authority is not known.
pub(super) async fn run(command: ClosuresCommand) -> anyhow::Result<()> {
    let app = cli::app(&Config::from_env()?).await?;
    match command {
        ClosuresCommand::Add {
            authority,
            on,
            label,
            bank_holiday,
        } => {
            ensure!(!label.trim().is_empty(), "--label says what the day is");
            let row = authority_closure::Model {
                id: Uuid::now_v7(),
                authority_id: find_authority(&app, &authority).await?.id,
                closed_on: on,
                label: label.trim().to_owned(),
                kind: if bank_holiday {
                    ClosureKind::BankHoliday
                } else {
                    ClosureKind::LocalClosure
                },
            };
            let txn = app.db.begin().await?;
            authorities::save_closures(&txn, vec![row.clone()]).await?;
            txn.commit().await?;
            println!("{}", words(&row));
        }
        ClosuresCommand::List { authority } => {
            let authority = find_authority(&app, &authority).await?;
            for row in authorities::list_closures(app.db.read(), authority.id).await? {
                println!("{}", words(&row));
            }
        }
    }
    Ok(app.db.close().await?)
}

fn words(row: &authority_closure::Model) -> String {
    let kind = match row.kind {
        ClosureKind::BankHoliday => "bank holiday",
        ClosureKind::LocalClosure => "closure",
    };
    format!(
        "{} {}: {} ({kind})",
        row.closed_on,
        row.closed_on.format("%A"),
        row.label
    )
}
