//! Assessments: what a procedure says of circumstances that are only supposed; nothing is stored.

use openapi::{Assessment, AssessmentRequest};
use policy::assessment::{self, Request};
use policy::pack::Pack;
use policy::transfer::EVENTS;

use super::checks::Checks;
use super::packs;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::authorities;
use crate::view;

/// Most events and most siblings of a request.
const MOST_EVENTS: usize = 100;
const MOST_SIBLINGS: usize = 30;

/// What the procedure says. The caller's own closures count only under their own procedure.
///
/// # Errors
///
/// [`ApiError::NotFound`] where the pack was not loaded, [`ApiError::Invalid`] naming every member that is wrong.
pub async fn assess(
    app: &App,
    caller: &Practitioner,
    pack: &str,
    asked: AssessmentRequest,
) -> Result<Assessment, ApiError> {
    let procedure = packs::find(app, pack)?;
    let pack = &procedure.pack;
    let request = request(pack, asked, app.clock.now())?;
    let closures = match caller.authority.pack == pack.header.id {
        true => authorities::list_closures(app.db.read(), caller.authority_id()).await?,
        false => Vec::new(),
    };
    let calendar = app.procedures.calendar(pack, &closures)?;
    let said = assessment::assess(pack, &calendar, &request);
    let notices = assessment::notices(pack, &calendar, &request);
    Ok(view::assessments::assessment(
        pack, &calendar, said, &notices,
    ))
}

/// The request as the policy takes it, facts in the form in which they are kept.
fn request(
    pack: &Pack,
    asked: AssessmentRequest,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Request, ApiError> {
    let mut checks = Checks::default();
    check_pathway(&mut checks, pack, asked.pathway.as_deref());
    check_events(&mut checks, pack, &asked);
    let facts = checks.facts("facts", pack, &asked.facts);
    let unknown = asked.recorded.keys().filter(|id| pack.fact(id).is_none());
    for id in unknown {
        checks.wrong(
            &format!("recorded.{id}"),
            format!("the procedure knows no fact `{id}`"),
            "a fact of the procedure, as the pack lists them",
        );
    }
    let numbered = asked.siblings.iter().enumerate();
    let siblings = numbered
        .map(|(number, facts)| checks.facts(&format!("siblings.{number}"), pack, facts))
        .collect();
    if asked.siblings.len() > MOST_SIBLINGS {
        checks.wrong(
            "siblings",
            "these are too many",
            format!("at most {MOST_SIBLINGS}"),
        );
    }
    checks.done()?;
    Ok(Request {
        pathway: asked.pathway,
        facts,
        siblings,
        events: asked
            .events
            .into_iter()
            .map(|event| (event.event, event.at))
            .collect(),
        at: asked.at.unwrap_or(now),
        planned_on: asked.planned_on,
        recorded: asked.recorded,
        ..Request::default()
    })
}

fn check_pathway(checks: &mut Checks, pack: &Pack, pathway: Option<&str>) {
    if let Some(id) = pathway.filter(|id| pack.pathway(id).is_none()) {
        let known: Vec<_> = pack
            .entries
            .pathway
            .iter()
            .map(|pathway| pathway.id.as_str())
            .collect();
        checks.wrong(
            "pathway",
            format!("the procedure knows no pathway `{id}`"),
            format!("one of {}", known.join(", ")),
        );
    }
}

fn check_events(checks: &mut Checks, pack: &Pack, asked: &AssessmentRequest) {
    if asked.events.len() > MOST_EVENTS {
        checks.wrong(
            "events",
            "these are too many",
            format!("at most {MOST_EVENTS}"),
        );
    }
    for (number, event) in asked.events.iter().enumerate() {
        let is_known = match event.event.strip_prefix("item:") {
            Some(item) => pack.item(item).is_some(),
            None => EVENTS.iter().any(|(name, _)| *name == event.event),
        };
        if !is_known {
            let message = format!("the procedure knows no event `{}`", event.event);
            checks.wrong(
                &format!("events.{number}.event"),
                message,
                "one of the pack's `events`, such as `requested`",
            );
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use policy::pack::builtin;
    use policy::pack::read::{Borrowed, read};

    use super::*;

    fn packs() -> Vec<Pack> {
        let today = "2026-12-02".parse().unwrap();
        let found = builtin::files().into_values().map(|files| {
            read(
                &files,
                &Borrowed {
                    rrule: |_| Ok(()),
                    today,
                },
            )
            .0
        });
        found.map(Option::unwrap).collect()
    }

    #[test]
    fn every_wrong_member_is_named() {
        let asked: AssessmentRequest = serde_json::from_value(serde_json::json!({
            "pathway": "to_the_moon",
            "facts": { "weather": "fine" },
            "events": [{ "event": "requested", "at": "2026-12-01T09:00:00Z" }, { "event": "item:moon", "at": "2026-12-01T09:00:00Z" }],
            "siblings": [{}, { "weather": "fine" }],
        }))
        .unwrap();
        for pack in packs() {
            let wrong = request(&pack, asked.clone(), chrono::DateTime::UNIX_EPOCH).unwrap_err();
            let fields: Vec<_> = wrong
                .problem()
                .errors
                .into_iter()
                .map(|error| error.field)
                .collect();
            assert_eq!(
                fields,
                [
                    "pathway",
                    "events.1.event",
                    "facts.weather",
                    "siblings.1.weather"
                ],
                "{}",
                pack.header.id
            );
        }
    }

    #[test]
    fn every_event_that_a_pack_lists_is_taken() {
        for pack in packs() {
            let listed = view::packs::pack(&pack, "2026-12-02".parse().unwrap()).events;
            for event in listed {
                let at = chrono::DateTime::UNIX_EPOCH;
                let events = vec![openapi::AssessmentEvent {
                    event: event.event,
                    at,
                }];
                assert!(
                    request(
                        &pack,
                        AssessmentRequest {
                            events,
                            ..Default::default()
                        },
                        at
                    )
                    .is_ok()
                );
            }
        }
    }
}
