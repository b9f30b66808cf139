//! Tokens from the command line, for development and for the first administrator.

use anyhow::{Context, bail, ensure};
use chrono::Duration;
use clap::Args;

use crate::app::App;
use crate::cli;
use crate::config::Config;
use crate::repository::{authorities, practitioners};

/// Most days that a token is good for.
const MOST_DAYS: i64 = 366;

/// Whom a token is for.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  landsafe-api token --practitioner P-4F7K2 --authority \"Exampleshire\""
)]
pub struct Options {
    /// Reference of the practitioner, such as P-4F7K2
    #[arg(long, value_name = "REF")]
    practitioner: String,
    /// Name of the authority
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// Days that it is good for
    #[arg(long, default_value_t = 1)]
    days: i64,
}

/// Print a token on stdout and nothing else.
///
/// # Errors
///
/// Where there is no such practitioner, or they may not sign in.
pub(super) async fn print(options: &Options) -> anyhow::Result<()> {
    ensure!(
        (1..=MOST_DAYS).contains(&options.days),
        "--days takes 1 to {MOST_DAYS}"
    );
    let app = cli::app(&Config::from_env()?).await?;
    println!("{}", token(&app, options).await?);
    Ok(app.db.close().await?)
}

async fn token(app: &App, options: &Options) -> anyhow::Result<String> {
    let authority = find_authority(app, &options.authority).await?;
    let reference = options.practitioner.trim().to_uppercase();
    let found = practitioners::find_by_reference(app.db.read(), authority.id, &reference).await?;
    let row =
        found.with_context(|| format!("{} has no practitioner {reference}", authority.name))?;
    if row.suspended_at.is_some() {
        bail!("{reference} is suspended and may not sign in");
    }
    let now = app.clock.now();
    app.keys.token(
        authority.id,
        row.id,
        now,
        now + Duration::days(options.days),
    )
}

/// The authority with a name.
///
/// # Errors
///
/// Where there is none: those that there are are named.
pub(super) async fn find_authority(
    app: &App,
    name: &str,
) -> anyhow::Result<entity::authority::Model> {
    if let Some(found) = authorities::find_by_name(app.db.read(), name.trim()).await? {
        return Ok(found);
    }
    let all = authorities::list(app.db.read(), None, u64::from(u16::MAX)).await?;
    let names: Vec<_> = all
        .iter()
        .map(|authority| format!("\"{}\"", authority.name))
        .collect();
    match names.is_empty() {
        true => bail!(
            "there is no authority yet: `landsafe-api authority add NAME --pack ID --administrator \"A. B.\"`"
        ),
        false => bail!(
            "there is no authority \"{name}\", only {}",
            names.join(", ")
        ),
    }
}
