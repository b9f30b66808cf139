//! What stands before an action: gates, open items, the managers' discussion, the meeting.

use chrono::{DateTime, Utc};

use crate::action::Action;
use crate::expression::{Knowledge, Verdict};
use crate::pack::format::{Pathway, Stage};
use crate::refusal::{Blocker, BlockerKind};
use crate::setting::{Setting, Subject, decided_at};
use crate::transfer::{Record, Transfer};
use crate::{checklist, gate};

/// What stops an action, and what only warns.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What stops it.
    pub blockers: Vec<Blocker>,
    /// What is said and let pass.
    pub warnings: Vec<Blocker>,
}

/// What stands before an action once everything said with it is on the record.
pub fn standing_before(
    setting: &Setting,
    transfer: &Transfer,
    action: &Action,
    at: DateTime<Utc>,
) -> Standing {
    let decides_for_the_move = matches!(action, Action::DecideDispute { accept: true, .. });
    let stage = if decides_for_the_move {
        Some(Stage::Accept)
    } else {
        action.kind().stage()
    };
    let forum = if decides_for_the_move {
        forum_of(setting, transfer)
    } else {
        action.forum()
    };
    standing(
        setting,
        transfer,
        stage,
        forum.unwrap_or_else(|| decided_at(transfer)),
        action.reason().unwrap_or(""),
        at,
    )
}

/// The meeting that considers such transfers: whoever decides a dispute about one decides in its place.
fn forum_of<'a>(setting: &'a Setting, transfer: &Transfer) -> Option<&'a str> {
    setting.pathway(transfer).ok()?.forum.as_deref()
}

/// What stands before a stage, at an instant, while a meeting and a reason are named.
pub fn standing(
    setting: &Setting,
    transfer: &Transfer,
    stage: Option<Stage>,
    forum: &str,
    reason: &str,
    at: DateTime<Utc>,
) -> Standing {
    let mut standing = Standing::default();
    let (Some(stage), Ok(pathway)) = (stage, setting.pathway(transfer)) else {
        return standing;
    };
    let knowledge = setting.knowledge(transfer, at, forum, reason);
    if stage == Stage::Request {
        standing
            .blockers
            .extend(discussion(setting, transfer, pathway));
        standing.blockers.extend(not_open(
            setting,
            pathway,
            &knowledge.holds(pathway.open_when.as_deref()),
        ));
    }
    if stage == Stage::Accept && pathway.forum_decides && Some(forum) != pathway.forum.as_deref() {
        standing.blockers.extend(meeting(setting, pathway));
    }
    standing.look(setting, transfer, stage, &knowledge);
    standing
}

impl Standing {
    /// The gates and the open items that stand before a stage of a transfer or a matter.
    pub(crate) fn look(
        &mut self,
        setting: &Setting,
        subject: &impl Subject,
        stage: Stage,
        knowledge: &Knowledge,
    ) {
        for reading in gate::readings(setting.pack, subject.place(), knowledge) {
            if reading.stage == stage && reading.outcome != gate::Outcome::Passes {
                let stops = reading.stops();
                self.add(subject.record(), reading.blocker(setting.pack), stops);
            }
        }
        let supported = subject.is_supported();
        for reading in checklist::readings(setting.pack, subject.place(), supported, knowledge) {
            let open = !subject.record().ticks.contains_key(&reading.item.id);
            if open && checklist::is_due_before(reading.item, stage) {
                let stops = reading.blocking;
                self.add(subject.record(), reading.blocker(setting.pack), stops);
            }
        }
    }

    fn add(&mut self, record: &Record, blocker: Blocker, stops: bool) {
        if stops && !record.overrides.contains_key(&blocker.id) {
            self.blockers.push(blocker);
        } else {
            self.warnings.push(blocker);
        }
    }
}

fn discussion(setting: &Setting, transfer: &Transfer, pathway: &Pathway) -> Option<Blocker> {
    let needed = pathway.discussion.as_ref()?;
    transfer.record.discussions.is_empty().then(|| Blocker {
        kind: BlockerKind::Discussion,
        id: "discussion".into(),
        rule: needed.rule.first().to_owned(),
        clause: setting.pack.clause(needed.rule.first()).to_owned(),
        message: needed.message.clone(),
        remedy: format!(
            "Record the managers' discussion ({}).",
            needed.ways.join(", ").replace('_', " ")
        ),
        overridable_by: Vec::new(),
        missing_facts: Vec::new(),
    })
}

fn not_open(setting: &Setting, pathway: &Pathway, verdict: &Verdict) -> Option<Blocker> {
    let missing_facts = match verdict {
        Verdict::Yes => return None,
        Verdict::Lacks(facts) => facts.clone(),
        Verdict::No | Verdict::Wrong(_) => Vec::new(),
    };
    Some(Blocker {
        kind: BlockerKind::Pathway,
        id: pathway.id.clone(),
        rule: pathway.rule.first().to_owned(),
        clause: setting.pack.clause(pathway.rule.first()).to_owned(),
        message: format!(
            "\"{}\" is not open for this case: {}",
            pathway.name, pathway.trigger
        ),
        remedy: gate::remedy(
            setting.pack,
            "Choose another pathway, or wait until this one opens.",
            &missing_facts,
        ),
        overridable_by: Vec::new(),
        missing_facts,
    })
}

fn meeting(setting: &Setting, pathway: &Pathway) -> Option<Blocker> {
    let forum = setting.pack.forum(pathway.forum.as_deref()?)?;
    Some(Blocker {
        kind: BlockerKind::Meeting,
        id: forum.id.clone(),
        rule: forum.rule.first().to_owned(),
        clause: setting.pack.clause(forum.rule.first()).to_owned(),
        message: format!("this is decided at the {}", forum.name),
        remedy: format!(
            "Record the decision with `forum` \"{}\" and the day of the meeting.",
            forum.id
        ),
        overridable_by: Vec::new(),
        missing_facts: Vec::new(),
    })
}
