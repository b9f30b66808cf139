//! Packs from the command line: a first one, what is wrong with one, what one says, what a version changes, the schema.

mod diff;
mod new;

mod evaluate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use policy::pack::finding::{Finding, Severity};
use policy::pack::read::{Files, read, schema};
use policy::pack::words;
use policy::pack::{Pack, builtin};

use super::learn;
use crate::cli;
use crate::db;
use crate::procedures::{borrowed, folders};

/// Looking after packs.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// Write a first pack into an empty folder: small, commented, complete and sound
    New(new::Options),
    /// Tell everything that is wrong with a pack, and what is suspicious; exit code 1 where something is wrong
    #[command(after_help = "Example:\n  landsafe-api pack check packs/exampleshire")]
    Check {
        /// Folder of the pack, or of several
        path: PathBuf,
    },
    /// List what people say the right answers are, and write what a person accepts into the pack's files as examples
    #[command(
        after_help = "Examples:\n  landsafe-api pack learn packs/exampleshire --authority \"Exampleshire\"\n  landsafe-api pack learn packs/exampleshire --authority \"Exampleshire\" --accept 1,3"
    )]
    Learn(learn::Options),
    /// Print the JSON Schema of a pack's files, for editors
    Schema,
    /// Say what a new version of a pack changes, and which open transfers would differ
    Diff(diff::Options),
    /// Say a pack in plain words, as Markdown
    #[command(
        after_help = "Examples:\n  landsafe-api pack show exampleshire\n  landsafe-api pack show packs/exampleshire"
    )]
    Show {
        /// Id of a built-in pack, or folder of a pack
        pack: PathBuf,
    },
    /// Measure the answers against questions with known answers; plain BM25 over the same entries beside it
    #[command(
        after_help = "Examples:\n  landsafe-api pack evaluate\n  landsafe-api pack evaluate exampleshire --questions my/questions --json"
    )]
    Evaluate(evaluate::Evaluate),
}

/// Carry out a command about packs.
///
/// # Errors
///
/// Where a folder cannot be read or holds no pack.
pub(super) async fn run(command: &PackCommand) -> anyhow::Result<ExitCode> {
    match command {
        PackCommand::New(options) => {
            new::write(options)?;
            Ok(ExitCode::SUCCESS)
        }
        PackCommand::Diff(options) => {
            diff::run(options).await?;
            Ok(ExitCode::SUCCESS)
        }
        PackCommand::Check { path } => check(path),
        PackCommand::Learn(options) => {
            learn::run(options).await?;
            Ok(ExitCode::SUCCESS)
        }
        PackCommand::Schema => {
            cli::print(&serde_json::to_string_pretty(&schema())?)?;
            Ok(ExitCode::SUCCESS)
        }
        PackCommand::Show { pack } => show(pack),
        PackCommand::Evaluate(command) => evaluate::run(command),
    }
}

fn check(path: &Path) -> anyhow::Result<ExitCode> {
    let mut mistakes = 0;
    for (id, files) in folders(path)? {
        let (pack, mut findings) = read(&files, &borrowed(db::now().date_naive()));
        findings.extend(pack.and_then(|pack| misnamed(&id, &pack)));
        for finding in &findings {
            cli::print(&format!("{id}/{finding}"))?;
        }
        let wrong = findings
            .iter()
            .filter(|finding| finding.is_mistake())
            .count();
        cli::print(&format!("{id}: {}", summary(wrong, findings.len() - wrong)))?;
        mistakes += wrong;
    }
    Ok(match mistakes {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// A server finds a pack by the name of its folder.
fn misnamed(folder: &str, pack: &Pack) -> Option<Finding> {
    let own = &pack.header.id;
    (own != folder).then(|| Finding {
        severity: Severity::Suspicion,
        file: "pack.toml".into(),
        line: 1,
        column: 1,
        message: format!("the pack calls itself `{own}`, and its folder is called `{folder}`: no server loads it so"),
        expected: Some(format!("a folder called `{own}`, or `id = \"{folder}\"`")),
    })
}

/// "1 mistake, 2 suspicions".
fn summary(mistakes: usize, suspicions: usize) -> String {
    let counted = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    format!(
        "{}, {}",
        counted(mistakes, "mistake"),
        counted(suspicions, "suspicion")
    )
}

fn show(pack: &Path) -> anyhow::Result<ExitCode> {
    cli::print(&words::show(&sound(pack)?))?;
    Ok(ExitCode::SUCCESS)
}

/// A pack without mistakes, by its id or its folder.
fn sound(pack: &Path) -> anyhow::Result<Pack> {
    let (id, files) = named(pack)?;
    let (pack, findings) = read(&files, &borrowed(db::now().date_naive()));
    let mistakes: Vec<_> = findings
        .iter()
        .filter(|finding| finding.is_mistake())
        .map(Finding::to_string)
        .collect();
    pack.with_context(|| format!("{id} has mistakes:\n{}", mistakes.join("\n")))
}

/// The files of a built-in pack by its id, or else of the pack in a folder.
fn named(pack: &Path) -> anyhow::Result<(String, Files)> {
    let mut known = builtin::files();
    if let Some(found) = pack.to_str().and_then(|id| known.remove_entry(id)) {
        return Ok(found);
    }
    if !pack.is_dir() {
        let ids: Vec<_> = known.keys().map(String::as_str).collect();
        bail!(
            "{} is neither a folder nor a built-in pack ({})",
            pack.display(),
            ids.join(", ")
        );
    }
    let mut found = folders(pack)?;
    match (found.pop_first(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => bail!("{} holds several packs: name one of them", pack.display()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_two_are_two() {
        assert_eq!(summary(1, 2), "1 mistake, 2 suspicions");
        assert_eq!(summary(0, 1), "0 mistakes, 1 suspicion");
    }

    #[test]
    fn a_folder_is_called_as_its_pack() {
        let pack = sound(Path::new("wpeh")).unwrap();
        assert!(misnamed("wpeh", &pack).is_none());
        let said = misnamed("elsewhere", &pack).unwrap().to_string();
        assert!(
            said.contains("no server loads it so; expected a folder called `wpeh`"),
            "{said}"
        );
    }

    #[test]
    fn every_built_in_pack_is_found_by_its_id() {
        for id in builtin::files().into_keys() {
            assert!(named(Path::new(&id)).is_ok_and(|(found, _)| found == id));
        }
        assert!(named(Path::new("no such pack")).is_err());
    }
}
