//! What can be done at once about something that one was told: done, put off, handed over, an urgent call taken.

use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;
use openapi::{Contact, ContactQuery, HandOver, SnoozeNotification};
use uuid::Uuid;

use super::intent::AboutNotice;
use super::members::people::colleagues;
use super::prompt::{Expected, Prompt, instant};
use super::reply::{Choice, Reply};
use super::turn::{Asks, Field, Filled, Turn};
use super::{Assistant, Heard, messages};

/// Most calls looked through for one.
const AT_MOST: u32 = 100;

/// The hour at which something that was put off until tomorrow comes again.
const MORNING: u32 = 9;

impl Assistant {
    /// Does what was said about a notification, or asks what is missing.
    pub(super) async fn about_notice(&self, about: &AboutNotice, filled: &[Filled]) -> Heard<Turn> {
        let said = match about {
            AboutNotice::Done(id) => messages::notice_done(&self.api.notification_done(*id).await?),
            AboutNotice::Snooze { id, until } => return self.snooze(*id, until, filled).await,
            AboutNotice::HandOver { id, to } => match to {
                Some(to) => {
                    self.api.hand_over(*id, &HandOver { to: *to }).await?;
                    messages::notice_handed_over(&self.api.practitioner(*to).await?.name)
                }
                None => return self.whom(*id).await,
            },
        };
        Ok(Turn::saying(vec![said]))
    }

    async fn snooze(&self, id: Uuid, until: &str, filled: &[Filled]) -> Heard<Turn> {
        let written = filled.first().map(|(_, text)| text.as_str());
        let Some(until) = written.map_or_else(|| moment(until, Utc::now()), instant) else {
            return Ok(Turn::asking(until_when(id, until)));
        };
        let put_off = self
            .api
            .snooze_notification(id, &SnoozeNotification { until })
            .await?;
        Ok(Turn::saying(vec![messages::notice_put_off(
            &put_off, until,
        )]))
    }

    /// Whom it could be given to: colleagues of the caller's teams.
    async fn whom(&self, id: Uuid) -> Heard<Turn> {
        let me = self.me().await?;
        let choices = colleagues(&self.people().await?, &me.practitioner);
        if choices.is_empty() {
            return Ok(Turn::saying(vec![messages::no_colleague()]));
        }
        Ok(Turn::asking(Asks::Choice {
            command: format!("hand over {id}"),
            prompt: Prompt::new("Who takes it?", Expected::OneOf(choices)),
        }))
    }

    /// Takes an urgent call: somebody has been reached.
    pub(super) async fn take_call(&self, reference: &str) -> Heard<Reply> {
        Ok(messages::call(
            &self.api.acknowledge_contact(reference).await?,
        ))
    }

    /// How far word of an urgent call has got.
    pub(super) async fn call(&self, reference: &str) -> Heard<Reply> {
        let query = ContactQuery {
            limit: Some(AT_MOST),
            ..ContactQuery::default()
        };
        let calls = self.api.contacts(&query).await?.items;
        let known = calls
            .iter()
            .find(|call: &&Contact| call.reference == reference);
        Ok(known.map_or_else(|| messages::no_call(reference), messages::call))
    }
}

/// Until when something is put off: asked as a choice first, and in words of one's own after that.
fn until_when(id: Uuid, said: &str) -> Asks {
    let command = format!("snooze {id}");
    if said == "another" {
        let prompt = Prompt::new("Until when?", Expected::Instant);
        return Asks::Form {
            command: format!("{command} another"),
            fields: vec![Field {
                name: "until".into(),
                prompt,
            }],
        };
    }
    let choices = [
        ("1h", "For an hour"),
        ("4h", "For four hours"),
        ("tomorrow", "Until tomorrow at nine"),
        ("another", "Until another time"),
    ];
    let choices = choices.map(|(say, label)| Choice::new(say, label)).into();
    Asks::Choice {
        command,
        prompt: Prompt::new(
            "Until when? Never past the time at which it is due.",
            Expected::OneOf(choices),
        ),
    }
}

/// The moment that is meant, or `None` where none was said.
fn moment(said: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match said {
        "1h" => Some(now + TimeDelta::hours(1)),
        "4h" => Some(now + TimeDelta::hours(4)),
        "tomorrow" => {
            let day = now.with_timezone(&London).date_naive() + TimeDelta::days(1);
            let at = day.and_time(NaiveTime::from_hms_opt(MORNING, 0, 0)?);
            London
                .from_local_datetime(&at)
                .earliest()
                .map(|at| at.to_utc())
        }
        said => instant(said),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn tomorrow_is_tomorrow_where_the_authorities_are() {
        let late = "2026-07-01T23:30:00Z".parse().unwrap();
        assert_eq!(
            moment("tomorrow", late),
            Some("2026-07-03T08:00:00Z".parse().unwrap())
        );
        assert_eq!(
            moment("1h", late),
            Some("2026-07-02T00:30:00Z".parse().unwrap())
        );
        assert_eq!(moment("", late), None);
    }
}
