//! What a new version of a pack changes: between two folders, and for the transfers that are open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use openapi::VersionDifference;
use policy::pack::{diff, words};
use serde_json::{Map, Value, json};

use super::sound;
use crate::cli;
use crate::config::Config;
use crate::procedures;
use crate::service::versions::{self, Affected};

const EXAMPLES: &str = "\
Examples:
  landsafe-api pack diff exampleshire packs/exampleshire     a built-in pack and a folder
  landsafe-api pack diff old/exampleshire new/exampleshire --json
  landsafe-api pack diff new/exampleshire --against-db       which open transfers would differ
  landsafe-api pack diff old/exampleshire new/exampleshire --against-db   both

Open transfers keep the version that they were opened under. --against-db reads the database of the environment or .env
and changes nothing; a manager takes a transfer to the new version with POST /v1/transfers/{id}/version, one by one.";

/// What to compare.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Options {
    /// Id of a built-in pack, or folder of the old version; with --against-db that of the new one
    old: PathBuf,
    /// Id of a built-in pack, or folder of the new version
    #[arg(required_unless_present = "against_db")]
    new: Option<PathBuf>,
    /// Say which open transfers the version would treat otherwise
    #[arg(long)]
    against_db: bool,
    /// Print JSON instead of plain words
    #[arg(long)]
    json: bool,
}

/// Say what is different.
///
/// # Errors
///
/// Where a pack cannot be read, has mistakes, or the two are packs of different names.
pub(super) async fn run(options: &Options) -> anyhow::Result<()> {
    let mut said = Vec::new();
    if let Some(new) = &options.new {
        said.push(between(&options.old, new)?);
    }
    if options.against_db {
        let newest = options.new.as_ref().unwrap_or(&options.old);
        said.push(against_db(newest).await?);
    }
    let text = match options.json {
        true => {
            let members = said.into_iter().flat_map(|(_, members)| members);
            serde_json::to_string_pretty(&members.collect::<Map<_, _>>())?
        }
        false => {
            let texts: Vec<_> = said.into_iter().map(|(text, _)| text).collect();
            texts.join("\n")
        }
    };
    Ok(cli::print(&text)?)
}

/// In plain words, and as the members of a JSON object.
type Said = (String, Map<String, Value>);

fn between(old: &Path, new: &Path) -> anyhow::Result<Said> {
    let (old, new) = (sound(old)?, sound(new)?);
    if old.header.id != new.header.id {
        bail!(
            "`{}` and `{}` are different packs: compare two versions of one",
            old.header.id,
            new.header.id
        );
    }
    let changes = diff::changes(&old, &new);
    if !changes.is_empty() && old.header.version == new.header.version {
        eprintln!(
            "Both call themselves version {}: raise `version` in pack.toml.",
            new.header.version
        );
    }
    let text = words::changes(&old, &new, &changes);
    let members = [
        ("pack", json!(new.header.id)),
        ("old", json!(old.header.version)),
        ("new", json!(new.header.version)),
        ("changes", json!(changes)),
    ];
    Ok((text, named(members)))
}

async fn against_db(new: &Path) -> anyhow::Result<Said> {
    let (id, files) = super::named(new)?;
    let app = cli::app(&Config::from_env()?).await?;
    let procedure = procedures::procedure(&id, files, app.clock.now().date_naive())?;
    let affected = versions::affected(&app, &Arc::new(procedure))
        .await
        .context("cannot read the open transfers")?;
    app.db.close().await?;
    let all: Vec<_> = affected.iter().map(as_value).collect();
    let members = [("pack", json!(id)), ("transfers", json!(all))];
    Ok((in_words(&affected), named(members)))
}

fn named<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn as_value(one: &Affected) -> serde_json::Value {
    let mut value = json!(one.difference);
    value["authority"] = json!(one.authority);
    value
}

fn in_words(affected: &[Affected]) -> String {
    if affected.is_empty() {
        return "No open transfer would be treated otherwise.".into();
    }
    let each = affected.iter().map(|one| {
        let found = &one.difference;
        let head = format!(
            "{} ({}), now under version {}:",
            found.reference, one.authority, found.version
        );
        std::iter::once(head)
            .chain(lines(found).into_iter().map(|line| format!("  {line}")))
            .collect::<Vec<_>>()
            .join("\n")
    });
    each.collect::<Vec<_>>().join("\n")
}

fn lines(found: &VersionDifference) -> Vec<String> {
    let refused = found
        .refused
        .iter()
        .map(|why| format!("cannot be taken there: {why}"));
    let gates = found.gates.iter().map(|flip| {
        let (before, after) = (said(&flip.before), said(&flip.after));
        format!(
            "gate `{}` before {}: {after}, now {before}",
            flip.id,
            said(&Some(flip.action))
        )
    });
    let items = found.items.iter().map(|turn| {
        format!(
            "item `{}`: {}, now {}",
            turn.id,
            waited(turn.after),
            waited(turn.before)
        )
    });
    let deadlines = found.deadlines.iter().map(|moved| {
        format!(
            "deadline `{}`: {}, now {}",
            moved.key,
            said(&moved.after),
            said(&moved.before)
        )
    });
    refused.chain(gates).chain(items).chain(deadlines).collect()
}

/// As it goes over the wire; "absent" for nothing.
fn said(value: &Option<impl serde::Serialize>) -> String {
    let value = value.as_ref().map(|value| json!(value));
    let text = value.as_ref().and_then(|value| value.as_str());
    text.map_or_else(|| "absent".into(), |text| text.replace('_', " "))
}

fn waited(blocking: Option<bool>) -> &'static str {
    match blocking {
        None => "absent",
        Some(true) => "waited for",
        Some(false) => "advised",
    }
}

#[cfg(test)]
mod tests {
    use openapi::{DeadlineMove, GateFlip, GateOutcome, ItemTurn, Stage};

    use super::*;

    #[test]
    fn what_would_differ_is_said_in_a_line_each() {
        let found = VersionDifference {
            reference: "T-4F7K2".into(),
            version: "1.0.0".into(),
            current_version: "1.1.0".into(),
            same: false,
            refused: None,
            gates: vec![GateFlip {
                id: "family_told".into(),
                action: Stage::Request,
                before: Some(GateOutcome::Passes),
                after: Some(GateOutcome::LacksFact),
            }],
            items: vec![ItemTurn {
                id: "summary".into(),
                before: None,
                after: Some(true),
            }],
            deadlines: vec![DeadlineMove {
                key: "answer".into(),
                before: None,
                after: "2026-12-02T23:59:59Z".parse().ok(),
            }],
        };
        assert_eq!(
            lines(&found),
            [
                "gate `family_told` before request: lacks fact, now passes",
                "item `summary`: waited for, now absent",
                "deadline `answer`: 2026-12-02T23:59:59Z, now absent",
            ]
        );
    }
}
