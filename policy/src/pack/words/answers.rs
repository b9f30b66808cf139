//! Meetings, ladders, reasons, guidance, contact points and terms in plain words.

use super::{Page, clock, condition, role_names, routes, rules, section};
use crate::pack::Pack;
use crate::pack::format::{Climb, FactKind, Forum, Ladder, NudgeMoment, OneOrMany, ReasonFor};

pub(super) fn show(page: &mut Page, pack: &Pack) {
    meetings(page, pack);
    ladders(page, pack);
    calls(page, pack);
    nudges(page, pack);
    reasons(page, pack);
    routes::show(page, pack);
    guidance(page, pack);
    contact_points(page, pack);
    terms(page, pack);
    facts(page, pack);
}

fn meetings(page: &mut Page, pack: &Pack) {
    let forums = &pack.entries.forum;
    if section(page, "Meetings", forums.is_empty()) {
        for forum in forums {
            page.point(&format!(
                "**{}**, {}{}",
                forum.name,
                cadence(forum),
                rules(&forum.rule)
            ));
            page.detail("chaired in turn by", &role_names(pack, &forum.chairs));
            page.detail("attended by", &role_names(pack, &forum.attendees));
            page.detail(
                "seen to by",
                forum
                    .responsible
                    .as_deref()
                    .map_or("", |role| pack.role_name(role)),
            );
            page.detail("reviews", &forum.reviews.join("; "));
            page.detail("bring", &forum.bring.join("; "));
        }
    }
}

fn cadence(forum: &Forum) -> String {
    match (&forum.rrule, forum.max_gap_days) {
        _ if forum.per_case => "called for each case".into(),
        (Some(rrule), _) => format!("held by the calendar rule `{rrule}`"),
        (None, Some(days)) => format!("held at least every {days} days"),
        (None, None) => "with no cadence given".into(),
    }
}

fn ladders(page: &mut Page, pack: &Pack) {
    let ladders = &pack.entries.ladder;
    if section(page, "Disagreements", ladders.is_empty()) {
        for ladder in ladders {
            show_ladder(page, pack, ladder);
        }
    }
}

fn show_ladder(page: &mut Page, pack: &Pack, ladder: &Ladder) {
    page.point(&format!("**{}**{}", ladder.name, rules(&ladder.rule)));
    for (number, rung) in ladder.rungs.iter().enumerate() {
        let own = rung.deadline.iter().flat_map(OneOrMany::all);
        let clock = match own.map(|id| clock_of(pack, id)).collect::<Vec<_>>() {
            none if none.is_empty() => "no clock of its own".into(),
            clocks => clocks.join(" and "),
        };
        let roles = role_names(pack, &rung.roles).replace(", ", " or ");
        page.detail(
            &format!("rung {}", number + 1),
            &format!("{roles}, {clock}"),
        );
    }
    for over_all in &ladder.clocks {
        let missed = match over_all.when_missed {
            Climb::NextRung => "a rung up when it is missed",
            Climb::LastRung => "to the last rung when it is missed",
            Climb::Stays => "it stays where it is when that is missed",
        };
        let clock = clock_of(pack, &over_all.deadline);
        page.detail("over the whole climb", &format!("{clock}; {missed}"));
    }
    page.detail("silent on", ladder.silent.as_deref().unwrap_or_default());
}

fn calls(page: &mut Page, pack: &Pack) {
    let ladders = &pack.entries.call_ladder;
    if section(page, "Urgent calls", ladders.is_empty()) {
        for ladder in ladders {
            page.point(&format!("**{}**{}", ladder.id, rules(&ladder.rule)));
            for rung in &ladder.rungs {
                let on_duty = rung.on_duty.then(|| "whoever is on duty".to_owned());
                let roles = Some(role_names(pack, &rung.roles)).filter(|roles| !roles.is_empty());
                let told: Vec<_> = on_duty.into_iter().chain(roles).collect();
                let told = format!("{}, for {} minutes", told.join(", "), rung.minutes);
                page.detail(&rung.label, &told);
            }
        }
    }
}

fn clock_of(pack: &Pack, id: &str) -> String {
    pack.deadline(id).map_or_else(
        || id.to_owned(),
        |each| {
            clock(
                pack,
                each.length,
                each.unit,
                each.direction,
                &each.starts_from,
            )
        },
    )
}

fn nudges(page: &mut Page, pack: &Pack) {
    let plans = &pack.entries.nudge_plan;
    if section(page, "Reminders", plans.is_empty()) {
        for plan in plans {
            let moments: Vec<_> = plan.at.iter().map(|moment| nudge(*moment)).collect();
            page.point(&format!("**{}**: {}", plan.id, moments.join(", ")));
            if plan.climb_after > 0 {
                page.detail(
                    "higher up after",
                    &format!(
                        "{} working days (hours for what is counted in hours)",
                        plan.climb_after
                    ),
                );
            }
            page.detail("at most", &format!("{} after the due time", plan.at_most));
        }
    }
}

fn nudge(moment: NudgeMoment) -> &'static str {
    match moment {
        NudgeMoment::Halfway => "halfway",
        NudgeMoment::WorkingDayBefore => "the working day before",
        NudgeMoment::Due => "when due",
        NudgeMoment::EachWorkingDayAfter => "each working day after",
    }
}

fn reasons(page: &mut Page, pack: &Pack) {
    let reasons = &pack.entries.reason;
    if section(page, "Reasons", reasons.is_empty()) {
        for reason in reasons {
            let on: Vec<_> = reason.on.iter().map(|on| reason_for(*on)).collect();
            page.point(&format!(
                "{} (for {}){}",
                reason.label,
                on.join(", "),
                rules(&reason.rule)
            ));
            page.detail("refused", reason.refused.as_deref().unwrap_or_default());
            if reason.climbs {
                page.detail(
                    "declining for it",
                    "is a disagreement, on its ladder at once",
                );
            }
            let suggested = reason.suggests.as_deref().and_then(|id| pack.pathway(id));
            page.detail(
                "suggests",
                suggested.map_or("", |pathway| pathway.name.as_str()),
            );
        }
    }
}

fn reason_for(action: ReasonFor) -> &'static str {
    match action {
        ReasonFor::Decline => "declining",
        ReasonFor::Withdraw => "withdrawing",
        ReasonFor::Hold => "holding",
        ReasonFor::Support => "supporting instead",
        ReasonFor::Split => "splitting brothers and sisters",
    }
}

fn guidance(page: &mut Page, pack: &Pack) {
    let entries = &pack.entries.guidance;
    if section(page, "Answers", entries.is_empty()) {
        for entry in entries {
            let urgent = if entry.urgent { " (urgent)" } else { "" };
            page.point(&format!(
                "**{}**{urgent}{}",
                entry.title,
                rules(&entry.rule)
            ));
            for (number, step) in entry.steps.iter().enumerate() {
                page.detail(&(number + 1).to_string(), step);
            }
            let name = |id: &String| {
                pack.contact_point(id)
                    .map_or(id.clone(), |point| point.name.clone())
            };
            page.detail(
                "contact",
                &entry
                    .contact_points
                    .iter()
                    .map(name)
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            page.detail("do not", &entry.do_not.join("; "));
            for variant in &entry.variant {
                page.detail(
                    &format!("where `{}`", variant.when),
                    &variant.steps.join(" "),
                );
            }
            page.detail("asks back", &entry.asks.join(", "));
            if let Some(reckons) = &entry.reckons {
                let days = reckons.days.iter().map(|day| day.label.clone());
                let worked_out = days
                    .chain(reckons.deadlines.clone())
                    .chain(reckons.gates.clone());
                page.detail("works out", &worked_out.collect::<Vec<_>>().join("; "));
            }
        }
    }
}

fn contact_points(page: &mut Page, pack: &Pack) {
    let points = &pack.entries.contact_point;
    if section(page, "Numbers and addresses", points.is_empty()) {
        for point in points {
            let value = point
                .value
                .as_deref()
                .unwrap_or("not printed in the source");
            page.point(&format!(
                "**{}**: {value}{}",
                point.name,
                rules(&point.rule)
            ));
            page.detail("hours", point.hours.as_deref().unwrap_or_default());
            page.detail("where nothing is entered", &point.unset);
            let verified = point
                .last_verified_on
                .map_or_else(|| "never".into(), |day| day.to_string());
            page.detail("last verified", &verified);
        }
    }
}

fn terms(page: &mut Page, pack: &Pack) {
    let terms = &pack.entries.term;
    if section(page, "Words", terms.is_empty()) {
        for term in terms {
            let expansion = term
                .expansion
                .as_deref()
                .map(|text| format!(" ({text})"))
                .unwrap_or_default();
            let meaning = term
                .meaning
                .as_deref()
                .unwrap_or("the source does not say what it means");
            page.point(&format!(
                "**{}**{expansion}: {meaning}{}",
                term.term,
                rules(&term.rule)
            ));
        }
    }
}

fn facts(page: &mut Page, pack: &Pack) {
    let facts = &pack.entries.fact;
    if section(page, "What is asked", facts.is_empty()) {
        for fact in facts {
            page.point(&format!(
                "{} (`{}`, {}){}",
                fact.question,
                fact.id,
                kind(fact.kind),
                rules(&fact.rule)
            ));
            page.detail(
                "choices",
                &fact
                    .choices
                    .iter()
                    .map(|choice| choice.label.as_str())
                    .collect::<Vec<_>>()
                    .join("; "),
            );
            page.detail("unless told otherwise", &condition(fact.default.as_deref()));
            page.detail("recorded only by", &role_names(pack, &fact.recorded_by));
        }
    }
}

fn kind(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Bool => "yes or no",
        FactKind::Date => "a date",
        FactKind::Instant => "a date and time",
        FactKind::Integer => "a whole number",
        FactKind::Choice => "a choice",
        FactKind::Text => "text",
    }
}
