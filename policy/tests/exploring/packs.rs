//! The procedures that are explored: those built in, and an invented one that combines what none of them does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use policy::calendar::Calendar;
use policy::pack::read::{self, Borrowed};
use policy::pack::{Pack, builtin};

use super::ground::start;
use crate::known_days::calendar;

/// The invented procedure, which combines what no built-in one does.
const INVENTED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../tests/fixtures/packs/quayside"
);

/// Every built-in pack and the invented one, each with its calendar.
pub(crate) static PACKS: LazyLock<Vec<(Pack, Arc<Calendar>)>> = LazyLock::new(|| {
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: start().date_naive(),
    };
    let mut files = builtin::files();
    files.insert("quayside".into(), texts(Path::new(INVENTED)));
    let read = files.iter().map(|(id, files)| {
        let (pack, findings) = read::read(files, &borrowed);
        let pack = pack.unwrap_or_else(|| panic!("{id} is not sound: {findings:#?}"));
        let calendar = calendar(&pack);
        (pack, calendar)
    });
    read.collect()
});

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap();
    let text = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).unwrap())
    };
    entries.map(|entry| text(entry.unwrap().path())).collect()
}
