//! Learning from the command line: what people said the right answers are becomes examples of a pack, once a person accepts it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::Args;
use entity::asked_question;
use policy::pack::Pack;
use policy::pack::learn::{Lesson, Proposal, accept, plain, proposals};
use policy::pack::read::{Files, read};
use policy::privacy::GAP;
use uuid::Uuid;

use super::tokens::find_authority;
use crate::app::App;
use crate::cli;
use crate::config::Config;
use crate::db;
use crate::procedures::{borrowed, folders};
use crate::repository::asked;

/// Which pack learns, from whom, and what is accepted.
#[derive(Debug, Args)]
pub struct Options {
    /// Folder of the pack whose files are to change
    folder: PathBuf,
    /// Name of the authority that asked
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// Numbers of the proposals to accept, such as 1,3, or `all`; without it they are only listed
    #[arg(long, value_name = "NUMBERS")]
    accept: Option<String>,
}

/// List what the pack could learn, or write what is accepted into its files.
///
/// # Errors
///
/// Where the authority or the folder is not known, where a number is none of a proposal, or where the pack would have mistakes.
pub(super) async fn run(options: &Options) -> anyhow::Result<()> {
    let app = cli::app(&Config::from_env()?).await?;
    let authority = find_authority(&app, &options.authority).await?;
    let (id, files) = one(&options.folder)?;
    let pack = sound(&id, &files)?;
    let rows = asked::lessons(app.db.read(), authority.id, &id).await?;
    let found = proposals(&pack, &lessons(&rows));
    let Some(wanted) = &options.accept else {
        return list(&found);
    };
    let accepted = chosen(&found, wanted)?;
    let after = accept(&files, &accepted)?;
    sound(&id, &after)
        .context("nothing was written: with these examples the pack would have mistakes")?;
    for (name, text) in after
        .iter()
        .filter(|(name, text)| files.get(*name) != Some(*text))
    {
        std::fs::write(options.folder.join(name), text)?;
        cli::print(&format!("{name} has changed"))?;
    }
    mark(&app, authority.id, &rows, &accepted).await?;
    cli::print(&format!(
        "{} accepted. Raise `version` in pack.toml, read the changes, and restart the server with the pack.",
        accepted.len()
    ))?;
    Ok(())
}

fn one(folder: &Path) -> anyhow::Result<(String, Files)> {
    let mut found = folders(folder)?;
    match (found.pop_first(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => bail!(
            "{} holds several packs: name the folder of one",
            folder.display()
        ),
    }
}

fn sound(id: &str, files: &Files) -> anyhow::Result<Pack> {
    let (pack, findings) = read(files, &borrowed(db::now().date_naive()));
    let mistakes = findings.iter().filter(|finding| finding.is_mistake());
    let mistakes: Vec<_> = mistakes.map(ToString::to_string).collect();
    pack.with_context(|| format!("{id} has mistakes:\n{}", mistakes.join("\n")))
}

fn lessons(rows: &[asked_question::Model]) -> Vec<Lesson> {
    let lesson = |row: &asked_question::Model| {
        Some(Lesson {
            question: row.question.clone(),
            entry: row.right_entry.clone()?,
        })
    };
    rows.iter().filter_map(lesson).collect()
}

fn list(found: &[Proposal]) -> anyhow::Result<()> {
    for (at, proposal) in found.iter().enumerate() {
        let Proposal {
            entry,
            example,
            times,
        } = proposal;
        cli::print(&format!(
            "{}. {entry}: \"{example}\" (asked {times}×)",
            at + 1
        ))?;
    }
    cli::print(match found.is_empty() {
        true => "Nothing to learn.",
        false => "Accept with --accept 1,3 or --accept all.",
    })?;
    Ok(())
}

/// The proposals that a text such as `1,3` or `all` names.
fn chosen(found: &[Proposal], wanted: &str) -> anyhow::Result<Vec<Proposal>> {
    if wanted == "all" {
        return Ok(found.to_vec());
    }
    let numbers: BTreeSet<usize> = wanted
        .split(',')
        .map(|number| number.trim().parse())
        .collect::<Result<_, _>>()
        .with_context(|| format!("--accept takes numbers such as 1,3, or all; not \"{wanted}\""))?;
    let known = 1..=found.len();
    ensure!(
        numbers.iter().all(|number| known.contains(number)),
        "--accept {wanted} names none: the proposals are numbered from 1 to {}",
        found.len()
    );
    Ok(numbers
        .into_iter()
        .map(|number| found[number - 1].clone())
        .collect())
}

/// What was accepted is not proposed again.
async fn mark(
    app: &App,
    authority: Uuid,
    rows: &[asked_question::Model],
    accepted: &[Proposal],
) -> anyhow::Result<()> {
    let is_accepted = |row: &&asked_question::Model| {
        let asked = plain(&row.question.replace(GAP, " "));
        accepted
            .iter()
            .any(|proposal| plain(&proposal.example) == asked)
    };
    let ids: Vec<_> = rows.iter().filter(is_accepted).map(|row| row.id).collect();
    let txn = app.db.begin().await?;
    asked::learn(&txn, authority, &ids, app.clock.now()).await?;
    txn.commit().await?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn proposal(example: &str) -> Proposal {
        Proposal {
            entry: "step_up".into(),
            example: example.into(),
            times: 1,
        }
    }

    #[test]
    fn only_what_a_person_names_is_accepted() {
        let found = [proposal("one"), proposal("two"), proposal("three")];
        assert_eq!(
            chosen(&found, "3, 1").unwrap(),
            [found[0].clone(), found[2].clone()]
        );
        assert_eq!(chosen(&found, "all").unwrap().len(), 3);
        for wrong in ["0", "4", "", "one", "1-3"] {
            assert!(chosen(&found, wrong).is_err(), "{wrong}");
        }
    }
}
