//! Procedures: the packs that were loaded, and the versions that open transfers keep.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, RwLock};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{authority_closure, pack_version};
use govuk_bank_holidays::prelude::{BankHolidayCalendar, Division};
use policy::calendar::Calendar;
use policy::guidance::Index;
use policy::pack::Pack;
use policy::pack::builtin;
use policy::pack::finding::Finding;
use policy::pack::read::{Borrowed, Files, read, read_kept};
use policy::privacy::Vocabulary;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Db;
use crate::error::ApiError;
use crate::hours::Hours;
use crate::repository::packs;
use crate::sittings;

/// A pack, ready to decide and to answer from.
#[derive(Debug)]
pub struct Procedure {
    /// The pack.
    pub pack: Pack,
    /// The index of its answers.
    pub index: Index,
    /// The words that may stay in a kept question.
    pub vocabulary: Vocabulary,
    /// SHA-256 of its files, in hexadecimal.
    pub digest: String,
    files: Files,
}

/// Every procedure that was loaded. A clone shares them.
#[derive(Debug, Clone)]
pub struct Procedures {
    current: BTreeMap<String, Arc<Procedure>>,
    by_digest: Arc<RwLock<HashMap<String, Arc<Procedure>>>>,
    bank_holidays: Vec<NaiveDate>,
}

impl Procedures {
    /// Load the built-in packs, and those in the folders of `extra`, which add to them or replace them.
    ///
    /// # Errors
    ///
    /// Where a pack has mistakes: all of them are named.
    pub fn load(extra: Option<&Path>, today: NaiveDate) -> anyhow::Result<Self> {
        let builtin = Self::of(read_all(builtin::files(), today)?);
        match extra {
            Some(folder) => builtin.with(folder, today),
            None => Ok(builtin),
        }
    }

    /// The same with the packs in the folders of `extra`, which add to them or replace them; the others are not read again.
    ///
    /// # Errors
    ///
    /// Where a pack has mistakes: all of them are named.
    pub fn with(&self, extra: &Path, today: NaiveDate) -> anyhow::Result<Self> {
        let mut current = self.current.clone();
        current.extend(read_all(folders(extra)?, today)?);
        Ok(Self::of(current))
    }

    fn of(current: BTreeMap<String, Arc<Procedure>>) -> Self {
        let by_digest = current
            .values()
            .map(|known| (known.digest.clone(), Arc::clone(known)))
            .collect();
        Self {
            current,
            by_digest: Arc::new(RwLock::new(by_digest)),
            bank_holidays: bank_holidays(),
        }
    }

    /// The procedure that new transfers are opened under.
    pub fn current(&self, id: &str) -> Option<Arc<Procedure>> {
        self.current.get(id).cloned()
    }

    /// Every current procedure, by id.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Procedure>> {
        self.current.values()
    }

    /// The procedure of an authority.
    ///
    /// # Errors
    ///
    /// Where the authority's pack was not loaded: the server was started without it.
    pub fn of_authority(
        &self,
        authority: &entity::authority::Model,
    ) -> Result<Arc<Procedure>, ApiError> {
        self.current(&authority.pack).ok_or_else(|| {
            ApiError::Broken(format!(
                "the pack `{}` of the authority is not loaded",
                authority.pack
            ))
        })
    }

    /// The version with a digest: an open transfer keeps the one that it was opened under.
    ///
    /// # Errors
    ///
    /// Where it was never kept, or cannot be read any more.
    pub async fn kept<C: ConnectionTrait>(
        &self,
        conn: &C,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<Procedure>, ApiError> {
        if let Some(known) = self
            .by_digest
            .read()
            .ok()
            .and_then(|known| known.get(digest).cloned())
        {
            return Ok(known);
        }
        let row = packs::find_by_digest(conn, digest)
            .await?
            .ok_or_else(|| ApiError::Broken(format!("no pack version {digest} is kept")))?;
        let files: Files = serde_json::from_value(row.files)
            .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
        let older = read_by(read_kept, &row.pack, files, now.date_naive())
            .map_err(|wrong| ApiError::Broken(format!("{wrong:#}")))?;
        let older = Arc::new(older);
        if let Ok(mut known) = self.by_digest.write() {
            known.insert(digest.to_owned(), Arc::clone(&older));
        }
        Ok(older)
    }

    /// Keep every current version, so that transfers opened under it find it after it has changed.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub async fn keep(&self, db: &Db, now: DateTime<Utc>) -> Result<(), ApiError> {
        let txn = db.begin().await?;
        for known in self.current.values() {
            let row = pack_version::Model {
                id: Uuid::now_v7(),
                pack: known.pack.header.id.clone(),
                version: known.pack.header.version.clone(),
                digest: known.digest.clone(),
                files: serde_json::json!(known.files),
                loaded_at: now,
            };
            packs::insert(&txn, row).await?;
        }
        Ok(txn.commit().await?)
    }

    /// The calendar of an authority under a pack: bank holidays, and its own closures and newly proclaimed holidays.
    ///
    /// # Errors
    ///
    /// Where the pack's zone is unknown, which loading has ruled out.
    pub fn calendar(
        &self,
        pack: &Pack,
        own: &[authority_closure::Model],
    ) -> Result<Arc<Calendar>, ApiError> {
        let is_holiday = |row: &&authority_closure::Model| {
            row.kind == authority_closure::ClosureKind::BankHoliday
        };
        let proclaimed = own.iter().filter(is_holiday).map(|row| row.closed_on);
        let closures = own
            .iter()
            .filter(|row| !is_holiday(row))
            .map(|row| row.closed_on);
        let holidays = self.bank_holidays.iter().copied().chain(proclaimed);
        Calendar::new(&pack.header.conventions, holidays, closures)
            .map(Arc::new)
            .map_err(|wrong| ApiError::Broken(wrong.to_string()))
    }

    /// How an authority's opening hours are read: closed on bank holidays and on its own closures.
    pub fn hours(&self, zone: chrono_tz::Tz, own: &[authority_closure::Model]) -> Hours {
        let days_off = own.iter().map(|row| row.closed_on);
        Hours::new(
            zone,
            &self.bank_holidays.iter().copied().chain(days_off).collect(),
        )
    }
}

/// The calendar of a pack without any authority's own days.
///
/// # Errors
///
/// Where no zone has the name that the pack gives.
pub fn calendar_of(pack: &Pack) -> anyhow::Result<Arc<Calendar>> {
    let calendar = Calendar::new(&pack.header.conventions, bank_holidays(), [])?;
    Ok(Arc::new(calendar))
}

/// Packs, read and indexed side by side: a procedure is served as soon as the slowest of them is ready.
fn read_all(
    packs: BTreeMap<String, Files>,
    today: NaiveDate,
) -> anyhow::Result<BTreeMap<String, Arc<Procedure>>> {
    std::thread::scope(|scope| {
        let reading: Vec<_> = packs
            .into_iter()
            .map(|(id, files)| {
                scope.spawn(move || Ok((id.clone(), Arc::new(procedure(&id, files, today)?))))
            })
            .collect();
        reading
            .into_iter()
            .map(|pack| match pack.join() {
                Ok(read) => read,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

/// A pack, read and indexed.
///
/// # Errors
///
/// Where it has mistakes, or calls itself otherwise than its folder.
pub fn procedure(id: &str, files: Files, today: NaiveDate) -> anyhow::Result<Procedure> {
    read_by(read, id, files, today)
}

fn read_by(
    reading: impl Fn(&Files, &Borrowed) -> (Option<Pack>, Vec<Finding>),
    id: &str,
    files: Files,
    today: NaiveDate,
) -> anyhow::Result<Procedure> {
    let (pack, findings) = reading(&files, &borrowed(today));
    let Some(pack) = pack else {
        let all: Vec<_> = findings.iter().map(ToString::to_string).collect();
        bail!("the pack `{id}` has mistakes:\n{}", all.join("\n"));
    };
    if pack.header.id != id {
        bail!(
            "the pack in the folder `{id}` calls itself `{}`",
            pack.header.id
        );
    }
    Ok(Procedure {
        index: Index::new(&pack),
        vocabulary: Vocabulary::of(&pack),
        digest: digest(&files),
        pack,
        files,
    })
}

/// The notations that a pack borrows, checked by the libraries that read them.
pub fn borrowed(today: NaiveDate) -> Borrowed {
    Borrowed {
        rrule: sittings::check,
        today,
    }
}

fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        hash.update(name);
        hash.update([0]);
        hash.update(text);
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The files of every pack in a folder of packs, or of the one pack that the folder is.
///
/// # Errors
///
/// Where the folder cannot be read or holds no pack.
pub fn folders(folder: &Path) -> anyhow::Result<BTreeMap<String, Files>> {
    if folder.join("pack.toml").is_file() {
        return Ok(BTreeMap::from([(name(folder)?, toml_files(folder)?)]));
    }
    let mut found = BTreeMap::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let files = if path.is_dir() {
            toml_files(&path)?
        } else {
            Files::new()
        };
        // A folder whose files lack a header is a pack with a mistake, not one that is passed over in silence.
        if !files.is_empty() {
            found.insert(name(&path)?, files);
        }
    }
    if !found.is_empty() {
        return Ok(found);
    }
    match toml_files(folder)? {
        files if files.is_empty() => bail!(
            "{} holds no pack: a pack is a folder of TOML files, pack.toml with its header among them",
            folder.display()
        ),
        files => Ok(BTreeMap::from([(name(folder)?, files)])),
    }
}

fn name(folder: &Path) -> anyhow::Result<String> {
    let folder = folder.canonicalize()?;
    let name = folder.file_name().and_then(|name| name.to_str());
    Ok(name
        .context("a pack's folder needs a plain name")?
        .to_owned())
}

fn toml_files(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "toml")
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name.to_owned(), text);
        }
    }
    Ok(files)
}

/// The bank holidays of England and Wales that are known today.
pub fn bank_holidays() -> Vec<NaiveDate> {
    BankHolidayCalendar::<NaiveDate, _>::cached()
        .holidays(Some(Division::EnglandAndWales))
        .into_iter()
        .map(|holiday| *holiday.date())
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use super::*;

    fn ids(folder: &Path) -> Vec<String> {
        folders(folder).unwrap().into_keys().collect()
    }

    #[test]
    fn a_folder_of_toml_files_is_a_pack_whatever_they_are_called() {
        let packs = tempfile::tempdir().unwrap();
        let nothing = folders(packs.path()).unwrap_err().to_string();
        assert!(nothing.contains("holds no pack"), "{nothing}");
        let one = packs.path().join("tidewater");
        fs::create_dir_all(&one).unwrap();
        fs::write(one.join("everything.toml"), "").unwrap();
        fs::write(packs.path().join("notes.toml"), "").unwrap();
        assert_eq!(ids(packs.path()), ["tidewater"]);
        assert_eq!(ids(&one), ["tidewater"]);
    }
}
