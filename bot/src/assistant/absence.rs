//! Absences: somebody is away, and what the procedure asks for meanwhile.

use chrono::NaiveDate;
use openapi::{AbsenceKind, Matter, NewAbsence, Practitioner};
use uuid::Uuid;

use super::members::people::colleagues;
use super::prompt::{Expected, Given, Prompt, date};
use super::reply::{Choice, Reply};
use super::turn::{Asks, Field, Filled, Turn};
use super::{Assistant, Heard, messages};
use messages::Names;

/// An absence, as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absent {
    /// Who: a name or an id; the caller themselves where nobody is named.
    who: Option<String>,
    kind: Option<AbsenceKind>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// Who stands in, likewise, or [`NOBODY`]; asked where it was not said.
    cover: Option<String>,
}

/// Said where nobody stands in, and for the caller themselves.
const NOBODY: &str = "nobody";
const ME: &str = "me";

/// Every kind with its name, as it is said and as it is shown.
const KINDS: [(AbsenceKind, &str, &str); 3] = [
    (AbsenceKind::Sick, "sick", "Off sick"),
    (AbsenceKind::Leave, "leave", "On leave"),
    (AbsenceKind::Other, "other", "Something else"),
];

impl Absent {
    /// `record absence [of WHO] [sick|leave|other] [from DAY] [until DAY] [covered by WHO|nobody]`.
    pub(super) fn read(words: &[&str]) -> Option<Self> {
        let ["record", "absence", rest @ ..] = words else {
            return None;
        };
        let mut absent = Self::default();
        let mut rest = rest;
        while let [word, after @ ..] = rest {
            rest = after;
            match *word {
                "of" => absent.who = name(&mut rest),
                "covered" => {
                    rest = rest.strip_prefix(&["by"])?;
                    absent.cover = name(&mut rest);
                }
                "from" => absent.from = Some(day(&mut rest)?),
                "until" => absent.until = Some(day(&mut rest)?),
                word => absent.kind = Some(kind(word)?),
            }
        }
        Some(absent)
    }

    /// The same said again, with an id in place of a name.
    fn said(&self) -> String {
        let who = self.who.as_ref().map(|who| format!("of {who}"));
        let from = self.from.map(|day| format!("from {day}"));
        let until = self.until.map(|day| format!("until {day}"));
        let kind = KINDS.iter().find(|(kind, ..)| Some(*kind) == self.kind);
        let kind = kind.map(|(_, name, _)| (*name).to_owned());
        let cover = self.cover.as_ref().map(|who| format!("covered by {who}"));
        let said = Some("record absence".to_owned());
        let parts = [said, who, from, until, kind, cover];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

fn kind(word: &str) -> Option<AbsenceKind> {
    let known = KINDS.iter().find(|(_, name, _)| *name == word);
    known.map(|(kind, ..)| *kind)
}

/// Somebody's name, as far as the next part of the sentence, taken off the front.
fn name(words: &mut &[&str]) -> Option<String> {
    let ends = |word: &&str| matches!(*word, "from" | "until" | "covered") || kind(word).is_some();
    let length = words.iter().position(ends).unwrap_or(words.len());
    let (name, rest) = words.split_at(length);
    *words = rest;
    (length > 0).then(|| name.join(" "))
}

/// A day of one word or of three, taken off the front.
fn day(words: &mut &[&str]) -> Option<NaiveDate> {
    let read = |length: usize| {
        let (day, rest) = words.split_at_checked(length)?;
        Some((date(&day.join(" "))?, rest))
    };
    let (day, rest) = read(1).or_else(|| read(3))?;
    *words = rest;
    Some(day)
}

/// Kinds of absence to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    let choice = |(_, name, label): &(AbsenceKind, &str, &str)| Choice::new(*name, *label);
    KINDS.iter().map(choice).collect()
}

impl Assistant {
    /// Records an absence, or asks what is missing: its kind, then who stands in and its days.
    pub(super) async fn absent(
        &self,
        absent: &Absent,
        filled: &[Filled],
        key: Uuid,
    ) -> Heard<Turn> {
        let mut absent = absent.clone();
        let Some(who) = self.called(absent.who.as_deref().unwrap_or(ME)).await? else {
            return Ok(Turn::saying(vec![messages::nobody_called_so()]));
        };
        absent.who = absent.who.map(|_| who.to_string());
        let covered_by = match absent.cover.as_deref().filter(|cover| *cover != NOBODY) {
            Some(cover) => match self.called(cover).await? {
                Some(cover) => Some(cover),
                None => return Ok(Turn::saying(vec![messages::nobody_called_so()])),
            },
            None => None,
        };
        let Some(kind) = absent.kind else {
            return Ok(Turn::asking(Asks::Choice {
                command: absent.said(),
                prompt: Prompt::new("Why, in one word?", Expected::OneOf(kinds())),
            }));
        };
        if absent.from.is_none() && absent.cover.is_none() {
            let prompt = Prompt::new(
                "Who stands in meanwhile?",
                Expected::OneOf(self.stand_ins(who).await?),
            );
            let command = format!("{} covered by", absent.said());
            return Ok(Turn::asking(Asks::Choice { command, prompt }));
        }
        if absent.from.is_none() {
            // The last day is asked with the first: the sentence so far has to fit into the id of a form.
            absent.until = None;
            let command = absent.said();
            let fields = days();
            if filled.is_empty() {
                return Ok(Turn::asking(Asks::Form { command, fields }));
            }
            match written(&fields, filled) {
                Ok([from, until]) => (absent.from, absent.until) = (from, until),
                Err(wrong) => {
                    return Ok(Turn::saying(vec![messages::filled_in_wrongly(
                        &wrong, &command,
                    )]));
                }
            }
        }
        let new = NewAbsence {
            from_on: absent.from.unwrap_or_default(),
            until_on: absent.until,
            kind,
            covered_by,
        };
        Ok(Turn::saying(self.record_absence(who, &new, key).await?))
    }

    async fn record_absence(&self, who: Uuid, new: &NewAbsence, key: Uuid) -> Heard<Vec<Reply>> {
        let absence = self.api.keyed(key).record_absence(who, new).await?;
        let mut asked: Vec<Matter> = Vec::new();
        for matter in &absence.matters {
            asked.push(self.api.matter(&matter.reference).await?);
        }
        let pack = self.own_pack().await?;
        Ok(vec![messages::absence_recorded(
            &absence,
            &asked,
            Names(Some(pack)),
        )])
    }

    /// Who is meant by an id, a name or [`ME`]; `None` where nobody, or more than one, is called so.
    async fn called(&self, who: &str) -> Heard<Option<Uuid>> {
        if who == ME {
            return Ok(Some(self.me().await?.practitioner.id));
        }
        if let Ok(id) = who.parse() {
            return Ok(Some(id));
        }
        let people = self.people().await?;
        let called = |person: &&Practitioner| person.name.to_lowercase() == who.to_lowercase();
        let mut found = people.iter().filter(called);
        Ok(match (found.next(), found.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        })
    }

    /// Who could stand in for somebody: nobody, or a colleague of their teams.
    async fn stand_ins(&self, away: Uuid) -> Heard<Vec<Choice>> {
        let people = self.people().await?;
        let away = people.iter().find(|person| person.id == away);
        let colleagues = away.map(|away| colleagues(&people, away));
        let nobody = Choice::new(NOBODY, "Nobody is named yet");
        Ok(std::iter::once(nobody)
            .chain(colleagues.unwrap_or_default())
            .collect())
    }
}

fn days() -> Vec<Field> {
    let field = |name: &str, prompt: Prompt| Field {
        name: name.into(),
        prompt,
    };
    vec![
        field("from", Prompt::new("The first day away", Expected::Date)),
        field(
            "until",
            Prompt::new("The last day, where it is known", Expected::Date).or_skip(),
        ),
    ]
}

/// The first and the last day, as they were written.
fn written(fields: &[Field], filled: &[Filled]) -> Result<[Option<NaiveDate>; 2], Prompt> {
    let mut days = [None; 2];
    for (day, field) in days.iter_mut().zip(fields) {
        let text = filled.iter().find(|(name, _)| *name == field.name);
        let text = text.map_or("", |(_, text)| text.trim());
        *day = match (field.prompt.read(text), text.is_empty()) {
            (_, true) if field.prompt.may_skip => None,
            (Some(Given::Value(value)), _) => serde_json::from_value(value).ok(),
            (Some(Given::Skipped), _) => None,
            (None, _) => return Err(field.prompt.clone()),
        };
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Absent> {
        Absent::read(&text.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn an_absence_is_said_in_any_order_and_said_again_the_same() {
        let said = read(
            "record absence of B. Sample sick from 1 June 2026 covered by C. D. until 2026-06-05",
        );
        let expected = Absent {
            who: Some("B. Sample".into()),
            kind: Some(AbsenceKind::Sick),
            from: NaiveDate::from_ymd_opt(2026, 6, 1),
            until: NaiveDate::from_ymd_opt(2026, 6, 5),
            cover: Some("C. D.".into()),
        };
        assert_eq!(said, Some(expected.clone()));
        assert_eq!(read(&expected.said()), Some(expected));
        assert_eq!(read("record absence"), Some(Absent::default()));
    }

    #[test]
    fn what_is_no_absence_is_a_question() {
        for text in [
            "record absence from school",
            "record absence tomorrow",
            "record absence covered up",
            "absent father hits her",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
