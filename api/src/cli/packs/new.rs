//! A first pack: small, commented, complete and sound, for an administrator to change into their own procedure.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use policy::pack::builtin;
use policy::pack::read::Files;

use crate::cli;

const EXAMPLES: &str = "\
Example:
  landsafe-api pack new exampleshire --title \"Exampleshire\"

It writes packs/exampleshire: a small procedure that is complete and sound, with a comment on every kind of entry.
Then, until it says what your own procedure says:
  landsafe-api pack check packs/exampleshire      what is wrong, with file, line and column
  landsafe-api pack show packs/exampleshire       the pack in plain words, for whoever wrote the procedure
  landsafe-api demo --packs packs --reset         an invented authority that works by it
  landsafe-api pack schema > pack.schema.json     for editors that complete and check while you type";

/// How the first pack is called.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Options {
    /// Its name: small letters, digits and _; the folder is called the same
    name: String,
    /// The authority's name, for people
    #[arg(long)]
    title: Option<String>,
    /// What the ids of its rules begin with, such as EXA
    #[arg(long)]
    prefix: Option<String>,
    /// Folder in which the pack's own folder is made
    #[arg(long = "in", default_value = "packs", value_name = "DIR")]
    folder: PathBuf,
}

/// The files of a first pack, with places for its name, its title and the prefix of its rules.
const FIRST: [(&str, &str); 9] = [
    ("pack.toml", include_str!("first/pack.toml")),
    ("rules.toml", include_str!("first/rules.toml")),
    ("people.toml", include_str!("first/people.toml")),
    ("facts.toml", include_str!("first/facts.toml")),
    ("pathways.toml", include_str!("first/pathways.toml")),
    ("gates.toml", include_str!("first/gates.toml")),
    ("items.toml", include_str!("first/items.toml")),
    ("time.toml", include_str!("first/time.toml")),
    ("words.toml", include_str!("first/words.toml")),
];

/// Letters of a rule's prefix that are taken from the name.
const PREFIX_LENGTH: usize = 4;

/// Write a first pack.
///
/// # Errors
///
/// Where the name cannot be one, the folder is there already, or it cannot be written.
pub(super) fn write(options: &Options) -> anyhow::Result<()> {
    let name = checked(&options.name)?;
    let folder = options.folder.join(name);
    if folder.exists() {
        bail!("{} is there already: nothing was written", folder.display());
    }
    let files = files(name, options.title.as_deref(), options.prefix.as_deref())?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (file, text) in &files {
        let path = folder.join(file);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(cli::print(&next_steps(
        &folder,
        &options.folder,
        files.len(),
    ))?)
}

fn checked(name: &str) -> anyhow::Result<&str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins || !name.chars().all(is_plain) {
        bail!("`{name}` cannot name a pack: small letters, digits and _, a letter first");
    }
    if builtin::files().contains_key(name) {
        bail!("`{name}` is built in: `landsafe-api pack show {name}` says it; choose another name");
    }
    Ok(name)
}

fn files(name: &str, title: Option<&str>, prefix: Option<&str>) -> anyhow::Result<Files> {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let usual = letters
        .next()
        .map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        .unwrap_or_default();
    let title = title.unwrap_or(&usual);
    if title.is_empty() || title.contains(['"', '\\']) || title.chars().any(char::is_control) {
        bail!("the title stands in quotation marks, so it has none itself, and no backslash");
    }
    let letters = name.chars().filter(char::is_ascii_alphabetic);
    let usual: String = letters.take(PREFIX_LENGTH).collect();
    let prefix = prefix.unwrap_or(&usual).to_uppercase();
    if prefix.is_empty() || !prefix.chars().all(|c| c.is_ascii_alphanumeric()) {
        bail!("`{prefix}` cannot begin the id of a rule: letters and digits");
    }
    let filled = |text: &str| {
        text.replace("{{name}}", name)
            .replace("{{title}}", title)
            .replace("{{prefix}}", &prefix)
    };
    Ok(FIRST
        .map(|(file, text)| (file.to_owned(), filled(text)))
        .into())
}

fn next_steps(folder: &Path, packs: &Path, count: usize) -> String {
    let (folder, packs) = (folder.display(), packs.display());
    format!(
        "{folder}: {count} files, a small procedure that is complete and sound.\n\n\
         Read pack.toml and rules.toml first; every file says what it is for. Then make it your own:\n  \
         landsafe-api pack check {folder}\n  \
         landsafe-api pack show {folder}\n  \
         landsafe-api demo --packs {packs} --reset"
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use policy::pack::read::read;

    use super::*;
    use crate::procedures::borrowed;

    #[test]
    fn a_first_pack_is_sound_and_the_checker_is_silent_about_it() {
        let files = files("exampleshire", None, None).unwrap();
        let (pack, findings) = read(&files, &borrowed("2026-12-02".parse().unwrap()));
        let said: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        let pack = pack.unwrap();
        assert_eq!(pack.header.id, "exampleshire");
        assert!(pack.rule("EXAM-1").is_some());
    }

    #[test]
    fn a_folder_that_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            name: "exampleshire".into(),
            title: Some("Exampleshire".into()),
            prefix: Some("exa".into()),
            folder: folder.path().to_owned(),
        };
        write(&options).unwrap();
        let rules = folder.path().join("exampleshire/rules.toml");
        assert!(
            fs::read_to_string(&rules)
                .unwrap()
                .contains("id = \"EXA-1\"")
        );
        fs::write(&rules, "mine").unwrap();
        let again = write(&options).unwrap_err().to_string();
        assert!(again.contains("is there already"), "{again}");
        assert_eq!(fs::read_to_string(&rules).unwrap(), "mine");
    }

    #[test]
    fn a_name_that_no_pack_can_have_is_refused() {
        let taken = policy::pack::builtin::files().into_keys();
        let never = ["", "Exampleshire", "example shire", "../up", "9lives"];
        for name in never.map(str::to_owned).into_iter().chain(taken) {
            assert!(checked(&name).is_err(), "{name}");
        }
    }
}
