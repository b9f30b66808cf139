//! When the meetings of an authority sit: the procedure says how often, the authority says from when.

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use entity::forum_schedule;
use policy::pack::format::Forum;
use uuid::Uuid;

use super::tokens::find_authority;
use crate::cli;
use crate::config::Config;
use crate::db::to_micros;
use crate::repository::forums;
use crate::sittings;

/// Looking after the meetings that transfers wait for.
#[derive(Debug, Subcommand)]
pub enum MeetingsCommand {
    /// Say when a meeting sits for the first time; it then recurs as the procedure says, or as you say
    #[command(after_help = "\
Examples:
  landsafe-api meetings set --authority \"Exampleshire\" --forum weekly_meeting --first 2026-11-25T10:00:00Z
  landsafe-api meetings set --authority \"Exampleshire\" --forum weekly_meeting --first 2026-11-24T10:00:00Z --rrule \"FREQ=WEEKLY;BYDAY=TU,FR\"

A meeting at ten stays at ten when the clocks change.")]
    Set {
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
        /// The meeting, as the pack names it
        #[arg(long, value_name = "ID")]
        forum: String,
        /// Its first sitting, an instant such as 2026-11-25T10:00:00Z
        #[arg(long, value_name = "INSTANT")]
        first: DateTime<Utc>,
        /// How it recurs (RFC 5545), where that is not as the procedure says
        #[arg(long)]
        rrule: Option<String>,
    },
    /// List the meetings and their next sittings
    List {
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
    },
}

/// Carry out a command about meetings.
///
/// # Errors
///
/// Where the authority or the meeting is not known, or the rule is none.
pub(super) async fn run(command: MeetingsCommand) -> anyhow::Result<()> {
    let app = cli::app(&Config::from_env()?).await?;
    let name = match &command {
        MeetingsCommand::Set { authority, .. } | MeetingsCommand::List { authority } => authority,
    };
    let authority = find_authority(&app, name).await?;
    let procedure = app.procedures.of_authority(&authority)?;
    if let MeetingsCommand::Set {
        forum,
        first,
        rrule,
        ..
    } = command
    {
        let regular = procedure
            .pack
            .entries
            .forum
            .iter()
            .filter(|forum| !forum.per_case);
        let known: Vec<_> = regular.clone().map(|forum| forum.id.as_str()).collect();
        let Some(declared) = regular.clone().find(|declared| declared.id == forum) else {
            bail!(
                "the procedure has no regular meeting `{forum}`; it has: {}",
                known.join(", ")
            );
        };
        let rrule = rrule
            .or_else(|| usual(declared))
            .context("the procedure does not say how often: give --rrule")?;
        if let Err(wrong) = sittings::check(&rrule) {
            bail!("--rrule is no recurrence rule: {wrong}");
        }
        let row = forum_schedule::Model {
            id: Uuid::now_v7(),
            authority_id: authority.id,
            forum,
            first_at: to_micros(first),
            rrule,
        };
        let txn = app.db.begin().await?;
        forums::save(&txn, row).await?;
        txn.commit().await?;
    }
    let schedules = forums::list(app.db.read(), authority.id).await?;
    let zone = app.procedures.calendar(&procedure.pack, &[])?.zone();
    for (forum, next) in sittings::next(&schedules, zone, app.clock.now()) {
        let name = procedure
            .pack
            .forum(&forum)
            .map_or(forum.as_str(), |forum| forum.name.as_str());
        println!(
            "{forum} ({name}): next on {}",
            next.with_timezone(&zone).format("%A %-d %B %Y at %H:%M")
        );
    }
    Ok(app.db.close().await?)
}

/// How often the procedure says that a meeting sits.
fn usual(forum: &Forum) -> Option<String> {
    let gap = forum
        .max_gap_days
        .map(|days| format!("FREQ=DAILY;INTERVAL={days}"));
    forum.rrule.clone().or(gap)
}
