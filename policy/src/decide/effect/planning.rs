//! Planning around a move: its day, work that ends, meetings that did not decide, children who go their own way.

use chrono::NaiveDate;

use super::{Change, invalid, said};
use crate::pack::format::ReasonFor;
use crate::refusal::Refusal;
use crate::setting::Subject;
use crate::transfer::{Considered, Transfer};

impl Change<'_> {
    /// The day of landing; one that moves says why.
    pub(super) fn plan_landing(
        &self,
        transfer: &mut Transfer,
        planned_on: NaiveDate,
        reason: Option<&str>,
    ) -> Result<(), Refusal> {
        if transfer.planned_on == Some(planned_on) {
            let message = "this day is planned already";
            return Err(invalid("planned_on", message, "another day"));
        }
        match (transfer.planned_on, reason) {
            (Some(_), None) => {
                let message = "a planned day does not move without a reason";
                return Err(invalid("reason", message, "why it moves, in words"));
            }
            (_, Some(reason)) => said("reason", reason)?,
            (None, None) => {}
        }
        transfer.planned_on = Some(planned_on);
        Ok(())
    }

    pub(super) fn end_responsibility(
        &self,
        transfer: &mut Transfer,
        id: &str,
    ) -> Result<(), Refusal> {
        let declared = self.setting.pack.responsibility(id);
        let Some(work) = declared.filter(|work| transfer.place().has(*work)) else {
            return Err(invalid(
                "responsibility",
                &format!("this transfer has no responsibility `{id}`"),
                "one of its responsibilities",
            ));
        };
        if let Some(until) = &work.until {
            return Err(Refusal::Forbidden {
                message: format!(
                    "the procedure says when this ends: {}",
                    until.replace(':', " ")
                ),
                rule: Some(work.rule.first().to_owned()),
                remedy: work
                    .until_words
                    .clone()
                    .unwrap_or_else(|| "Record what ends it.".into()),
            });
        }
        if transfer.record.ended.contains_key(id) {
            return Err(invalid(
                "responsibility",
                "this has ended already",
                "one that goes on",
            ));
        }
        transfer
            .record
            .ended
            .insert(id.to_owned(), self.entry(None));
        Ok(())
    }

    pub(super) fn consider(
        &self,
        transfer: &mut Transfer,
        forum: &str,
        meeting_on: NaiveDate,
    ) -> Result<(), Refusal> {
        self.meeting(Some(forum), Some(meeting_on))?;
        transfer.record.considered.push(Considered {
            forum: forum.to_owned(),
            meeting_on,
            entry: self.entry(None),
        });
        Ok(())
    }

    /// A child leaves the family's request, for a coded reason or one in words.
    pub(super) fn split(
        &self,
        transfer: &mut Transfer,
        reason: Option<&str>,
        text: Option<&str>,
    ) -> Result<(), Refusal> {
        let entry = self.entry(text);
        match (reason, text) {
            (None, None) => {
                let message = "a child is not taken out of the family's request without a reason";
                return Err(invalid(
                    "text",
                    message,
                    "a coded `reason`, or why in words",
                ));
            }
            (Some(reason), _) => self.reason(transfer, reason, ReasonFor::Split)?,
            (None, Some(text)) => said("text", text)?,
        }
        match &mut transfer.record.family {
            Some(family) if family.split.is_none() => {
                family.split = Some((entry, reason.map(str::to_owned)));
                Ok(())
            }
            _ => Err(invalid(
                "transfer",
                "this child goes along with nobody",
                "a transfer that was asked for with brothers or sisters",
            )),
        }
    }
}
