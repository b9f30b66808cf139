//! Checking: whether everything is there that is needed, before anything is started.

use anyhow::Context;
use openapi::ApiError;
use secrecy::SecretString;

use super::people::People;
use super::rest::Rest;
use super::settings::DiscordSettings;

/// What is there, each in a sentence, and what is missing, wrong or away: all of it at once.
pub async fn check(settings: &DiscordSettings, api: &str) -> Vec<anyhow::Result<String>> {
    let mut found = vec![discord(settings).await];
    match settings.secrets() {
        Ok(secrets) => {
            for (at, secret) in secrets.iter().enumerate() {
                found.push(authority(api, at + 1, secret).await);
            }
        }
        Err(none) => found.push(Err(none)),
    }
    found.push(Ok(match settings.guild {
        Some(guild) => format!("Commands are registered in server {guild} only: for development."),
        None => "Commands are registered everywhere.".into(),
    }));
    found
}

async fn discord(settings: &DiscordSettings) -> anyhow::Result<String> {
    let token = settings.token()?.clone();
    let rest = Rest::new(&settings.place().api, token)?;
    let application = super::application(super::me(&rest).await)?;
    Ok(format!(
        "Discord takes the token: application {application}."
    ))
}

/// The authority of one secret, counted from 1.
async fn authority(api: &str, at: usize, secret: &SecretString) -> anyhow::Result<String> {
    let people = People::new(api, std::slice::from_ref(secret))?;
    let desk = people.desks().first().context("a secret has a desk")?;
    match desk.client.chat_service().await {
        Ok(service) => Ok(format!(
            "The API answers for {} ({}).",
            service.authority, service.pack
        )),
        Err(refusal @ ApiError::Problem(_)) => Err(refusal).with_context(|| {
            format!("the API does not take secret {at} of LANDSAFE_SERVICE_SECRETS")
        }),
        Err(failure) => {
            Err(failure).with_context(|| format!("no API answers at {api} (LANDSAFE_API)"))
        }
    }
}
