//! Work around a move in plain words: tasks, tracking, the family approach.

use super::moves::Of;
use super::{Page, condition, role_names, rules, side};
use crate::pack::Pack;

pub(super) fn show(page: &mut Page, pack: &Pack, of: Of<'_>) {
    for list in pack.entries.task_list.iter().filter(|list| of.has(*list)) {
        page.point(&format!("Tasks: {}{}", list.label, rules(&list.rule)));
        page.detail("where", &condition(list.when.as_deref()));
        let roles = role_names(pack, &list.raised_by_roles);
        page.detail("named by", &format!("{} {roles}", side(list.raised_by)));
        page.detail("owed by", side(list.owed_by));
        if list.in_writing {
            page.detail("how", "in writing");
        }
        if let Some(deadline) = list.deadline.as_deref().and_then(|id| pack.deadline(id)) {
            page.detail("each is due as", &format!("\"{}\"", deadline.label));
        }
        page.detail("disputed ones climb to", &role_names(pack, &list.climbs_to));
    }
    for entry in pack.entries.tracking.iter().filter(|entry| of.has(*entry)) {
        let forum = entry.forum.as_deref().and_then(|id| pack.forum(id));
        let by = forum.map_or("both teams", |forum| forum.name.as_str());
        page.point(&format!(
            "Reviewed after landing by {by}{}",
            rules(&entry.rule)
        ));
        page.detail("where", &condition(entry.when.as_deref()));
        let labels: Vec<_> = entry
            .outcomes
            .iter()
            .map(|outcome| outcome.label.as_str())
            .collect();
        page.detail("until an outcome", &labels.join("; "));
    }
    for family in pack.entries.family.iter().filter(|family| of.has(*family)) {
        page.point(&format!(
            "Brothers and sisters together: {}{}",
            family.message,
            rules(&family.rule)
        ));
    }
}
