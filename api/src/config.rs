//! Configuration: read once, from the environment and `.env`, into one struct.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use secrecy::SecretString;

/// Where the server listens unless told otherwise: this machine only, because TLS is a proxy's business.
const LISTEN: &str = "127.0.0.1:8080";

/// Where every variable is described.
const DESCRIBED_IN: &str =
    "every variable is described in .env.example; copy it to .env and change what you need";

/// What the server is told at the start.
#[derive(Debug)]
pub struct Config {
    /// The database: `sqlite://PATH` or `postgres://…`. Secret, because it may hold a password.
    pub database_url: SecretString,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// File of the key that tokens are signed with.
    pub key_file: PathBuf,
    /// Folder of further packs, which add to the built-in ones or replace them.
    pub packs: Option<PathBuf>,
}

impl Config {
    /// The configuration in the environment of this process.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn from_env() -> anyhow::Result<Self> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// The configuration that `variable` gives by name; an empty variable counts as absent.
    ///
    /// # Errors
    ///
    /// Where a required variable is missing (all of them are named) or the address cannot be read.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let given = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let required = [
            (
                "LANDSAFE_DATABASE_URL",
                "where the database is, such as sqlite://landsafe.db",
            ),
            (
                "LANDSAFE_KEY_FILE",
                "the file of the key that signs tokens, such as landsafe.key; it is made on first use",
            ),
        ];
        let missing: Vec<_> = required
            .iter()
            .filter(|(name, _)| given(name).is_none())
            .map(|(name, about)| format!("{name} is not set: {about}"))
            .collect();
        let (Some(database_url), Some(key_file)) = (given(required[0].0), given(required[1].0))
        else {
            bail!("{}\n{DESCRIBED_IN}", missing.join("\n"));
        };
        let listen = given("LANDSAFE_LISTEN").unwrap_or_else(|| LISTEN.to_owned());
        Ok(Self {
            database_url: database_url.into(),
            listen: listen
                .parse()
                .with_context(|| format!("LANDSAFE_LISTEN is \"{listen}\"; expected an address and a port such as {LISTEN}"))?,
            key_file: key_file.into(),
            packs: given("LANDSAFE_PACKS").map(PathBuf::from),
        })
    }
}

/// Take the variables of a `.env` file, where there is one; those that are set already win.
///
/// Call it before any thread starts: the environment is not safe to change afterwards.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub fn read_env_file() -> anyhow::Result<()> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(wrong) if wrong.not_found() => Ok(()),
        Err(wrong) => Err(wrong).context("cannot read .env"),
    }
}

/// What is logged: `LANDSAFE_LOG` in the notation of tracing's `EnvFilter`, or `otherwise`.
pub fn log_filter(otherwise: &str) -> String {
    let set = std::env::var("LANDSAFE_LOG")
        .ok()
        .filter(|filter| !filter.trim().is_empty());
    set.unwrap_or_else(|| otherwise.to_owned())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const LEAST: [(&str, &str); 2] = [
        ("LANDSAFE_DATABASE_URL", "sqlite://x.db"),
        ("LANDSAFE_KEY_FILE", "x.key"),
    ];

    fn read(set: &[(&str, &str)]) -> anyhow::Result<Config> {
        let found = |name: &str| {
            set.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Config::read(found)
    }

    #[test]
    fn the_least_that_is_needed_is_enough() {
        let config = read(&LEAST).unwrap();
        assert_eq!(config.database_url.expose_secret(), "sqlite://x.db");
        assert_eq!(config.listen.to_string(), LISTEN);
        assert_eq!(config.packs, None);
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once_and_where_to_read_about_it() {
        let told = read(&[("LANDSAFE_KEY_FILE", " ")]).unwrap_err().to_string();
        for expected in ["LANDSAFE_DATABASE_URL", "LANDSAFE_KEY_FILE", ".env.example"] {
            assert!(told.contains(expected), "{told}");
        }
    }

    #[test]
    fn an_address_without_a_port_is_refused() {
        let told = read(&[LEAST[0], LEAST[1], ("LANDSAFE_LISTEN", "localhost")])
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("LANDSAFE_LISTEN") && told.contains(LISTEN),
            "{told}"
        );
    }

    #[test]
    fn a_password_in_the_address_of_the_database_is_not_printed() {
        let config = read(&[
            ("LANDSAFE_DATABASE_URL", "postgres://a:hunter2@db/x"),
            LEAST[1],
        ])
        .unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
