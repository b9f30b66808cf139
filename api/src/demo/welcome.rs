//! What is printed once the demonstration serves: where it is, who one can be, and what to try.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use chrono::Duration;
use serde::Serialize;

use super::personas::{Personas, cast};
use super::world::World;
use crate::app::App;

/// How long a token of the demonstration is good for.
const TOKEN_DAYS: i64 = 30;

/// Everything that someone needs to try it.
#[derive(Debug, Serialize)]
pub(super) struct Welcome {
    base_url: String,
    docs_url: String,
    authorities: Vec<Authority>,
    /// By the pack of the authority.
    tokens: BTreeMap<String, Personas<String>>,
    #[serde(skip)]
    requests: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct Authority {
    name: String,
    pack: String,
}

impl Welcome {
    /// Read from what there is; tokens are made afresh.
    pub(super) async fn new(app: &App, address: SocketAddr) -> anyhow::Result<Self> {
        let base_url = format!("http://{address}");
        let mut welcome = Self {
            docs_url: format!("{base_url}/docs/"),
            base_url,
            authorities: Vec::new(),
            tokens: BTreeMap::new(),
            requests: BTreeMap::new(),
        };
        let now = app.clock.now();
        for procedure in app.procedures.all() {
            let Some(world) = World::find(app, procedure).await? else {
                continue;
            };
            let Some(cast) = cast(app, &world).await? else {
                continue;
            };
            let pack = world.authority.pack.clone();
            let token = |id| {
                app.keys.token(
                    world.authority.id,
                    id,
                    now,
                    now + Duration::days(TOKEN_DAYS),
                )
            };
            welcome.tokens.insert(
                pack.clone(),
                cast.personas.map(|person| token(person.row.id))?,
            );
            welcome
                .requests
                .extend(cast.request.map(|reference| (pack.clone(), reference)));
            welcome.authorities.push(Authority {
                name: world.authority.name.clone(),
                pack,
            });
        }
        Ok(welcome)
    }

    /// One line of JSON on stdout.
    pub(super) fn print_json(&self) -> anyhow::Result<()> {
        println!("{}", serde_json::to_string(self)?);
        Ok(())
    }

    /// The welcome for people.
    pub(super) fn print(&self) {
        println!("\nLandsafe is serving a demonstration. Nobody in it is real.\n");
        println!("  API            {}", self.base_url);
        println!("  Documentation  {}", self.docs_url);
        for authority in &self.authorities {
            println!("\n{}: tokens for {TOKEN_DAYS} days", authority.name);
            if let Some(tokens) = self.tokens.get(&authority.pack) {
                print_tokens(tokens);
            }
        }
        let to_try = self.authorities.iter().find_map(|authority| {
            let reference = self.requests.get(&authority.pack)?;
            Some((authority, self.tokens.get(&authority.pack)?, reference))
        });
        if let Some((authority, tokens, reference)) = to_try {
            self.print_examples(authority, tokens, reference);
        }
        println!(
            "\nCtrl-C stops it; starting it again finds everything as it was, and --reset begins anew."
        );
    }

    /// As the manager who is asked to decide.
    fn print_examples(&self, authority: &Authority, tokens: &Personas<String>, reference: &str) {
        let (base, pack) = (&self.base_url, &authority.pack);
        println!("\nTo try as the manager of {}:\n", authority.name);
        println!("  export LANDSAFE_TOKEN={}\n", tokens.manager);
        println!("  # who to call, and what to do");
        println!(
            "  curl -s -H \"Authorization: Bearer $LANDSAFE_TOKEN\" -H 'Content-Type: application/json' \\"
        );
        println!(
            "    -d '{{\"question\": \"a child is at risk tonight, who do I call?\"}}' {base}/v1/packs/{pack}/ask\n"
        );
        println!("  # what your teams are part of");
        println!("  curl -s -H \"Authorization: Bearer $LANDSAFE_TOKEN\" {base}/v1/transfers\n");
        println!(
            "  # one that waits for you: `next_steps` says what you can do, and what stands before it"
        );
        println!(
            "  curl -s -H \"Authorization: Bearer $LANDSAFE_TOKEN\" {base}/v1/transfers/{reference}\n"
        );
        println!("  # the assistant, in another terminal with the same variable");
        println!("  LANDSAFE_API={base} cargo run -p bot -- console");
    }
}

fn print_tokens(tokens: &Personas<String>) {
    println!("  practitioner    {}", tokens.practitioner);
    println!("  manager         {}", tokens.manager);
    println!("  duty officer    {}", tokens.duty_officer);
    println!("  senior manager  {}", tokens.senior_manager);
    println!("  administrator   {}", tokens.administrator);
}
