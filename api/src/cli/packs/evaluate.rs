//! Measuring the answers of packs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use policy::evaluation::{Examiner, Figures, questions};
use policy::pack::builtin;
use policy::pack::read::read;

use super::named;
use crate::cli;
use crate::db;
use crate::procedures::{borrowed, calendar_of};

/// What to measure.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Id of a built-in pack, or folder of a pack; every built-in pack that has questions where none is named
    pack: Option<PathBuf>,
    /// Folder of the questions, a file `ID.toml` for each pack
    #[arg(long, default_value = "policy/questions")]
    questions: PathBuf,
    /// Ask the pack's own examples too, each as if it did not stand there: slower, and nearest to what nobody has asked yet
    #[arg(long)]
    left_out: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Measure, and print by pack and set.
///
/// # Errors
///
/// Where a pack or its questions cannot be read.
pub(super) fn run(command: &Evaluate) -> anyhow::Result<ExitCode> {
    let packs = match &command.pack {
        Some(pack) => vec![pack.clone()],
        None => builtin::files()
            .into_keys()
            .map(PathBuf::from)
            .filter(|id| command.file(id).exists())
            .collect(),
    };
    let mut all: BTreeMap<String, BTreeMap<String, Figures>> = BTreeMap::new();
    for pack in packs {
        let (id, sets) = command.measured(&pack)?;
        let together = all.entry("all packs".into()).or_default();
        for (set, figures) in &sets {
            together.entry(set.clone()).or_default().add(figures);
        }
        all.insert(id, sets);
    }
    if all.is_empty() {
        bail!("no questions stand in {}", command.questions.display());
    }
    if command.json {
        cli::print(&serde_json::to_string_pretty(&all)?)?;
    } else {
        for (id, sets) in &all {
            for (set, figures) in sets {
                cli::print(&page(id, set, figures))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Evaluate {
    fn file(&self, id: &std::path::Path) -> PathBuf {
        self.questions
            .join(id.file_name().unwrap_or_default())
            .with_extension("toml")
    }

    fn measured(
        &self,
        pack: &std::path::Path,
    ) -> anyhow::Result<(String, BTreeMap<String, Figures>)> {
        let (id, files) = named(pack)?;
        let file = self.file(id.as_ref());
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let questions = questions(&text)
            .map_err(anyhow::Error::msg)
            .with_context(|| file.display().to_string())?;
        let (pack, _) = read(&files, &borrowed(db::now().date_naive()));
        let pack = pack.with_context(|| format!("{id} has mistakes: see `pack check`"))?;
        let calendar = calendar_of(&pack)?;
        let mut examiner = Examiner::new(&pack, calendar, db::now());
        let mut sets = BTreeMap::new();
        for set in ["tuned", "held_back"] {
            let of_set = questions.iter().filter(|question| question.set == set);
            sets.insert(set.to_owned(), examiner.figures(of_set, str::to_owned));
        }
        if self.left_out {
            sets.insert("left_out".to_owned(), examiner.left_out());
        }
        Ok((id, sets))
    }
}

fn page(id: &str, set: &str, figures: &Figures) -> String {
    let share = |part: usize, whole: usize| match whole {
        0 => "-".to_owned(),
        _ => format!(
            "{part}/{whole} ({:.1} %)",
            100.0 * part as f64 / whole as f64
        ),
    };
    let mut lines = vec![
        format!(
            "{id}, {set}: first {}, among three {}",
            share(figures.first, figures.questions),
            share(figures.among_three, figures.questions)
        ),
        format!(
            "  plain BM25 first {}",
            share(figures.baseline_first, figures.questions)
        ),
        format!(
            "  danger seen {}, calm taken for danger {}",
            share(figures.danger_seen, figures.danger),
            figures.false_urgent
        ),
        format!(
            "  not covered: recall {}, precision {}",
            share(figures.not_covered_seen, figures.not_covered),
            share(figures.not_covered_seen, figures.not_covered_said)
        ),
        format!("  dates {}", share(figures.dates_right, figures.dates)),
    ];
    let styles = figures.by_style.iter();
    lines.extend(
        styles.map(|(style, (right, all))| format!("    {style}: {}", share(*right, *all))),
    );
    let confused = figures.confused.iter().filter(|(_, times)| **times > 1);
    lines.extend(confused.map(|(pair, times)| format!("  confused {times} times: {pair}")));
    lines.extend(figures.wrong.iter().map(|wrong| format!("  {wrong}")));
    lines.join("\n")
}
