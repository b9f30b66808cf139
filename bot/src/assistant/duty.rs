//! Who is on duty.

use chrono::{DateTime, Utc};
use openapi::{DutyQuery, OnDuty, Team};

use super::reply::Reply;
use super::{Assistant, Heard, messages};
use messages::Names;

impl Assistant {
    /// Who is on duty, perhaps only in what `wanted` names; `None` where no team or service is called so.
    pub(super) async fn duty(
        &self,
        wanted: Option<&str>,
        at: Option<DateTime<Utc>>,
    ) -> Heard<Option<Reply>> {
        let query = DutyQuery {
            at,
            ..DutyQuery::default()
        };
        let mut duty = self.api.on_duty(&query).await?;
        if let Some(wanted) = wanted {
            let teams = self.teams().await?;
            if !teams.iter().any(|team| is_called(team, wanted)) {
                return Ok(None);
            }
            duty.retain(|shift: &OnDuty| is_called(&shift.team, wanted));
        }
        let pack = self.own_pack().await?;
        Ok(Some(messages::on_duty(&duty, Names(Some(pack)))))
    }
}

fn is_called(team: &Team, wanted: &str) -> bool {
    let wanted = wanted.trim_start_matches("the ").to_lowercase();
    let service = messages::spaced(&team.service).to_lowercase();
    team.name.to_lowercase().contains(&wanted) || service == wanted
}
