//! The assistant's own account: a credential for a chat face to sign in with.

use anyhow::{Context, ensure};
use clap::Subcommand;
use entity::{chat_service, practitioner};
use uuid::Uuid;

use super::tokens::find_authority;
use crate::app::App;
use crate::cli;
use crate::config::Config;
use crate::reference;
use crate::repository::{chat_accounts, practitioners};
use crate::secret;

/// Longest name of a platform, in characters.
const LONGEST_PLATFORM: usize = 32;

/// The assistant's own account on a chat platform.
#[derive(Debug, Subcommand)]
pub enum ChatCommand {
    /// Print a new credential on stdout, once: it is kept as a hash alone
    #[command(
        after_help = "Example:\n  landsafe-api chat add --authority \"Exampleshire\" > landsafe-chat.secret"
    )]
    Add {
        /// Name of the authority whose practitioners it speaks for
        #[arg(long, value_name = "NAME")]
        authority: String,
        /// Where it speaks
        #[arg(long, default_value = "discord", value_name = "NAME")]
        platform: String,
    },
    /// List the credentials of an authority
    List {
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
    },
    /// Make a credential useless at once
    Revoke {
        /// Its id, as `chat list` gives it
        id: Uuid,
        /// Name of the authority
        #[arg(long, value_name = "NAME")]
        authority: String,
    },
}

/// Carry out a command about the assistant's own account.
///
/// # Errors
///
/// Where the authority or the credential is not known.
pub(super) async fn run(command: ChatCommand) -> anyhow::Result<()> {
    let app = cli::app(&Config::from_env()?).await?;
    match command {
        ChatCommand::Add {
            authority,
            platform,
        } => {
            let authority = find_authority(&app, &authority).await?;
            println!("{}", add(&app, authority.id, platform.trim()).await?);
        }
        ChatCommand::List { authority } => {
            let authority = find_authority(&app, &authority).await?;
            for row in chat_accounts::list_services(app.db.read(), authority.id).await? {
                println!("{} on {}, {}", row.id, row.platform, since(&row));
            }
        }
        ChatCommand::Revoke { id, authority } => {
            let authority = find_authority(&app, &authority).await?;
            let txn = app.db.begin().await?;
            let now = app.clock.now();
            let was_good = chat_accounts::revoke_service(&txn, authority.id, id, now).await?;
            ensure!(was_good, "{} has no such credential", authority.name);
            txn.commit().await?;
        }
    }
    Ok(app.db.close().await?)
}

fn since(row: &chat_service::Model) -> String {
    match row.revoked_at {
        Some(at) => format!("revoked on {}", at.date_naive()),
        None => format!("good since {}", row.created_at.date_naive()),
    }
}

/// A new credential of the assistant in an authority, and the practitioner without a role as whom it acts.
///
/// # Errors
///
/// Where the platform has no name, or the database refuses.
pub async fn add(app: &App, authority: Uuid, platform: &str) -> anyhow::Result<String> {
    let is_name = !platform.is_empty()
        && platform.chars().count() <= LONGEST_PLATFORM
        && platform
            .chars()
            .all(|character| character.is_ascii_lowercase() || character.is_ascii_digit());
    ensure!(
        is_name,
        "--platform takes 1 to {LONGEST_PLATFORM} small letters and digits"
    );
    let txn = app.db.begin().await?;
    let is_taken = async |taken: &str| {
        Ok(practitioners::find_by_reference(&txn, authority, taken)
            .await?
            .is_some())
    };
    let person = practitioner::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('P', is_taken).await?,
        name: format!("Landsafe on {platform}"),
        is_administrator: false,
        suspended_at: None,
        created_at: app.clock.now(),
    };
    let id = Uuid::now_v7();
    let (credential, secret_hash) = secret::new_credential(id)?;
    let row = chat_service::Model {
        id,
        authority_id: authority,
        practitioner_id: person.id,
        platform: platform.to_owned(),
        secret_hash,
        created_at: app.clock.now(),
        revoked_at: None,
    };
    practitioners::insert(&txn, person).await?;
    chat_accounts::insert_service(&txn, row).await?;
    txn.commit()
        .await
        .context("the credential cannot be kept")?;
    Ok(credential)
}
