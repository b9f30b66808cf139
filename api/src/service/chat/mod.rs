//! The chat: accounts that are linked, the process that speaks, and the places where teams are told.

mod leases;
mod linking;
mod places;
mod settings;

use openapi::ChatService;

use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::error::ApiError;

pub use leases::take;
pub use linking::{issue, list, redeem, speak_for, tried, unlink};
pub use places::{bind, servers, unbind};
pub(crate) use settings::call_ladder;
pub use settings::{set, settings};

/// The assistant's own account, what its authority has settled, and where the teams are.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but the assistant.
pub async fn service(app: &App, caller: &Practitioner) -> Result<ChatService, ApiError> {
    let (id, platform) = account(caller)?;
    Ok(ChatService {
        id,
        platform: platform.to_owned(),
        authority: caller.authority.name.clone(),
        pack: caller.authority.pack.clone(),
        settings: settings::current(app.db.read(), caller.authority_id()).await?,
        servers: places::shown(app.db.read(), caller.authority_id(), Some(platform)).await?,
    })
}

/// Whether the procedure may be asked: always by colleagues; by the assistant for somebody unlinked, where the authority
/// allows it.
///
/// # Errors
///
/// [`ApiError::NotLinked`].
pub async fn must_answer(app: &App, caller: &Practitioner) -> Result<(), ApiError> {
    match caller.means {
        Means::Session | Means::Chat { .. } => Ok(()),
        Means::Service { .. } => {
            let settled = settings::current(app.db.read(), caller.authority_id()).await?;
            match settled.public_guidance {
                true => Ok(()),
                false => Err(ApiError::NotLinked),
            }
        }
    }
}

/// The assistant's credential and platform.
fn account(caller: &Practitioner) -> Result<(uuid::Uuid, &str), ApiError> {
    match &caller.means {
        Means::Service { id, platform } => Ok((*id, platform)),
        Means::Session | Means::Chat { .. } => Err(ApiError::Forbidden(
            "this is for the assistant's own account".into(),
        )),
    }
}
