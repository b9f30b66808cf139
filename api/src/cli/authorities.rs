//! The first rows of an authority: itself, and people who can then set up the rest over the API.

use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use entity::{authority, practitioner, practitioner_role};
use policy::pack::Pack;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::tokens::find_authority;
use crate::app::App;
use crate::cli;
use crate::config::Config;
use crate::reference;
use crate::repository::{authorities, practitioners, teams};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// Setting up authorities.
#[derive(Debug, Subcommand)]
pub enum AuthorityCommand {
    /// Add an authority with its first administrator
    #[command(
        after_help = "Example:\n  landsafe-api authority add \"Exampleshire\" --pack exampleshire --administrator \"A. B.\""
    )]
    Add {
        /// Its name
        name: String,
        /// Pack that its new transfers are opened under
        #[arg(long, value_name = "ID")]
        pack: String,
        /// Name of its first administrator
        #[arg(long, value_name = "NAME")]
        administrator: String,
    },
    /// List the authorities with their packs
    List,
}

/// Setting up practitioners.
#[derive(Debug, Subcommand)]
pub enum PractitionerCommand {
    /// Add a practitioner
    #[command(
        after_help = "Example:\n  landsafe-api practitioner add \"C. D.\" --authority \"Exampleshire\" --role team_manager --team \"East\""
    )]
    Add {
        /// Their name
        name: String,
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
        /// Let them keep teams, people, rota and contact points
        #[arg(long)]
        administrator: bool,
        /// A role of the pack; repeat it for several
        #[arg(long, value_name = "ID")]
        role: Vec<String>,
        /// Team in which the roles are held; without it, the whole authority
        #[arg(long, value_name = "NAME", requires = "role")]
        team: Option<String>,
    },
}

/// Carry out a command about authorities.
///
/// # Errors
///
/// Where the name is taken or the pack is not loaded.
pub(super) async fn run(command: AuthorityCommand) -> anyhow::Result<()> {
    let app = cli::app(&Config::from_env()?).await?;
    match command {
        AuthorityCommand::Add {
            name,
            pack,
            administrator,
        } => add(&app, &name, &pack, &administrator).await?,
        AuthorityCommand::List => {
            for row in authorities::list(app.db.read(), None, u64::from(u16::MAX)).await? {
                println!("{} (pack {})", row.name, row.pack);
            }
        }
    }
    Ok(app.db.close().await?)
}

async fn add(app: &App, name: &str, pack: &str, administrator: &str) -> anyhow::Result<()> {
    let name = line("the name of the authority", name)?;
    if authorities::find_by_name(app.db.read(), &name)
        .await?
        .is_some()
    {
        bail!("there is an authority \"{name}\" already");
    }
    let loaded: Vec<_> = app
        .procedures
        .all()
        .map(|known| known.pack.header.id.as_str())
        .collect();
    let procedure = app.procedures.current(pack);
    let procedure = procedure
        .with_context(|| format!("no pack `{pack}` is loaded, only {}", loaded.join(", ")))?;
    let row = authority::Model {
        id: Uuid::now_v7(),
        name,
        pack: pack.to_owned(),
        created_at: app.clock.now(),
    };
    let txn = app.db.begin().await?;
    authorities::insert(&txn, row.clone()).await?;
    let person = new_person(
        &txn,
        app,
        row.id,
        line("the name of the administrator", administrator)?,
        true,
    )
    .await?;
    txn.commit().await?;
    let header = &procedure.pack.header;
    println!(
        "{} is set up, under pack {} {}.",
        row.name, header.id, header.version
    );
    println!("{} is its administrator: {}", person.name, person.reference);
    println!(
        "Their token for today:\n  landsafe-api token --practitioner {} --authority \"{}\"",
        person.reference, row.name
    );
    println!(
        "With it they set up teams and people over the API: start it with `landsafe-api serve` and open /docs/."
    );
    Ok(())
}

/// Carry out a command about practitioners.
///
/// # Errors
///
/// Where the authority, a role or the team is not known.
pub(super) async fn add_practitioner(command: PractitionerCommand) -> anyhow::Result<()> {
    let PractitionerCommand::Add {
        name,
        authority,
        administrator,
        role: roles,
        team,
    } = command;
    let app = cli::app(&Config::from_env()?).await?;
    let authority = find_authority(&app, &authority).await?;
    check_roles(&app.procedures.of_authority(&authority)?.pack, &roles)?;
    let team_id = match team {
        Some(name) => {
            let found = teams::find_by_name(app.db.read(), authority.id, &name).await?;
            Some(
                found
                    .with_context(|| format!("{} has no team \"{name}\"", authority.name))?
                    .id,
            )
        }
        None => None,
    };
    let txn = app.db.begin().await?;
    let person = new_person(
        &txn,
        &app,
        authority.id,
        line("the name", &name)?,
        administrator,
    )
    .await?;
    for role in roles {
        let row = practitioner_role::Model {
            id: Uuid::now_v7(),
            authority_id: authority.id,
            practitioner_id: person.id,
            role,
            team_id,
            service: None,
        };
        practitioners::insert_role(&txn, row).await?;
    }
    txn.commit().await?;
    println!("{} is set up: {}", person.name, person.reference);
    Ok(app.db.close().await?)
}

fn check_roles(pack: &Pack, roles: &[String]) -> anyhow::Result<()> {
    let known: Vec<_> = pack
        .entries
        .role
        .iter()
        .map(|role| role.id.as_str())
        .collect();
    for role in roles {
        ensure!(
            pack.role(role).is_some(),
            "the pack knows no role `{role}`, only {}",
            known.join(", ")
        );
    }
    Ok(())
}

fn line(what: &str, text: &str) -> anyhow::Result<String> {
    let text = text.trim();
    let is_right = !text.is_empty()
        && text.chars().count() <= LONGEST_NAME
        && !text.chars().any(char::is_control);
    ensure!(
        is_right,
        "{what} takes 1 to {LONGEST_NAME} characters on one line"
    );
    Ok(text.to_owned())
}

async fn new_person(
    txn: &DatabaseTransaction,
    app: &App,
    authority: Uuid,
    name: String,
    is_administrator: bool,
) -> anyhow::Result<practitioner::Model> {
    let is_taken = async |taken: &str| {
        Ok(practitioners::find_by_reference(txn, authority, taken)
            .await?
            .is_some())
    };
    let row = practitioner::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('P', is_taken).await?,
        name,
        is_administrator,
        suspended_at: None,
        created_at: app.clock.now(),
    };
    practitioners::insert(txn, row.clone()).await?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_not_empty() {
        assert_eq!(line("the name", " A. B. ").ok().as_deref(), Some("A. B."));
        assert!(line("the name", "  ").is_err());
        assert!(line("the name", "A.\nB.").is_err());
    }
}
