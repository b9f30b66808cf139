//! A pack in plain words, for people who know the procedure and not the format.

mod answers;
mod changes;
mod matters;
mod moves;
mod routes;
mod work;

use std::fmt::Write as _;

use super::Pack;
use super::format::{
    LeapDayBirthday, MinimumPeriod, OneOrMany, PartySide, RuleIds, Stage, Standing, Unit, Way,
};
use crate::coverage::strength_name;
use crate::transfer::EVENTS;

pub use changes::changes;

/// The whole pack as Markdown.
///
/// Every sentence names the rules that it rests on; the register at the end says where each is written and
/// how it is read.
pub fn show(pack: &Pack) -> String {
    let mut page = Page::default();
    header(&mut page, pack);
    teams(&mut page, pack);
    moves::show(&mut page, pack);
    matters::show(&mut page, pack);
    answers::show(&mut page, pack);
    register(&mut page, pack);
    page.0
}

/// Markdown under way.
#[derive(Debug, Default)]
struct Page(String);

impl Page {
    fn heading(&mut self, level: usize, text: &str) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
        // Writing to a text cannot fail.
        write!(self.0, "{} {text}\n\n", "#".repeat(level)).ok();
    }

    fn say(&mut self, text: &str) {
        writeln!(self.0, "{text}\n").ok();
    }

    fn point(&mut self, text: &str) {
        writeln!(self.0, "- {text}").ok();
    }

    /// A point below a point; nothing where there is nothing to say.
    fn detail(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            writeln!(self.0, "  - {label}: {text}").ok();
        }
    }
}

fn header(page: &mut Page, pack: &Pack) {
    let header = &pack.header;
    page.heading(1, &header.title);
    page.say(&format!(
        "Pack `{}`, version {}.",
        header.id, header.version
    ));
    let source = &header.source;
    page.point(&format!("Source: {} ({})", source.document, source.dated));
    if let Some(agreed_on) = source.agreed_on {
        page.point(&format!("Agreed on {agreed_on}"));
    }
    match source.review_on {
        Some(review_on) => page.point(&format!("Review due on {review_on}")),
        None => page.point("No review date is given"),
    }
    conventions(page, pack);
    match (&header.urgent_guidance, &header.urgent_silence) {
        (Some(id), _) => page.point(&format!(
            "Any sign of immediate danger is answered by \"{}\"",
            guidance_title(pack, id)
        )),
        (None, Some(silence)) => page.point(&format!("Where danger shows: {silence}")),
        (None, None) => page.point("The pack does not say what to answer where danger shows"),
    }
    page.point(&format!(
        "Where the procedure is silent, ask: {}",
        header.ask_instead
    ));
    for silence in &header.silent_on {
        page.point(&format!("Not covered: {}", silence.topic));
        page.detail("ask", silence.ask.as_deref().unwrap_or_default());
    }
}

fn guidance_title<'a>(pack: &'a Pack, id: &'a str) -> &'a str {
    pack.guidance(id)
        .map_or(id, |guidance| guidance.title.as_str())
}

fn conventions(page: &mut Page, pack: &Pack) {
    let conventions = &pack.header.conventions;
    page.point(&format!("Dates are reckoned in {}", conventions.zone));
    page.point(match conventions.minimum_period {
        MinimumPeriod::CorrespondingDay => {
            "A minimum period of months has been served on the corresponding day"
        }
        MinimumPeriod::DayAfter => {
            "A minimum period of months has been served the day after the corresponding day"
        }
    });
    page.point(match conventions.leap_day_birthday {
        LeapDayBirthday::March1 => {
            "Someone born on 29 February has their birthday on 1 March in common years"
        }
        LeapDayBirthday::February28 => {
            "Someone born on 29 February has their birthday on 28 February in common years"
        }
    });
    let week: Vec<_> = conventions
        .working_week
        .iter()
        .map(|day| day.name())
        .collect();
    let holidays = match conventions.works_bank_holidays {
        true => "bank holidays too",
        false => "without bank holidays",
    };
    page.point(&format!("Working days: {}, {holidays}", week.join(", ")));
    let hours = conventions.nudge_hours;
    page.point(&format!(
        "Nudges are sent on working days from {}:00 to {}:00",
        hours.from, hours.to
    ));
    let follow_up = &pack.header.follow_up;
    let prompt = length(follow_up.length, follow_up.unit);
    page.point(&format!(
        "Where the procedure gives no clock, Landsafe asks after {prompt}; that is no rule"
    ));
}

fn teams(page: &mut Page, pack: &Pack) {
    page.heading(2, "Teams and people");
    for service in &pack.entries.service {
        let holds = if service.holds_cases {
            "holds cases"
        } else {
            "holds no cases"
        };
        page.point(&format!(
            "**{}** {holds}{}",
            service.name,
            rules(&service.rule)
        ));
        page.detail("for", service.about.as_deref().unwrap_or_default());
        page.detail("also called", &service.synonyms.join(", "));
    }
    for role in &pack.entries.role {
        page.point(&format!(
            "**{}** {}{}",
            role.name,
            standing(role.standing),
            rules(&role.rule)
        ));
        page.detail("also called", &role.synonyms.join(", "));
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Practitioner => "works with cases of the team",
        Standing::Manager => "decides for the team",
        Standing::DutyOfficer => "answers urgent calls",
        Standing::SeniorManager => "decides above teams",
        Standing::Support => "supports, without deciding",
        Standing::Partner => "takes part from outside",
    }
}

fn register(page: &mut Page, pack: &Pack) {
    page.heading(2, "The register");
    for rule in &pack.entries.rule {
        let strength = strength_name(rule.strength).replace('*', "\\*");
        page.point(&format!(
            "**{}** ({strength}; {}): {}",
            rule.id, rule.clause, rule.text
        ));
        page.detail("read as", rule.reading.as_deref().unwrap_or_default());
        page.detail(
            "enforced so because",
            rule.enforced.as_deref().unwrap_or_default(),
        );
    }
}

/// " (DUR-12, DUR-13)"; nothing where no rule is named.
fn rules(ids: &RuleIds) -> String {
    match ids.ids() {
        [] => String::new(),
        ids => format!(" ({})", ids.join(", ")),
    }
}

/// "5 working days", "1 hour", "at once".
fn length(number: u32, unit: Unit) -> String {
    let name = match unit {
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::WorkingDays => "working day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
        Unit::AgeMonths => "month of age",
        Unit::Immediate => return "at once".into(),
        Unit::Exact => return "on the very day".into(),
    };
    match (number, unit) {
        (1, _) => format!("1 {name}"),
        (_, Unit::AgeMonths) => format!("{number} months of age"),
        _ => format!("{number} {name}s"),
    }
}

/// A deadline's clock: "within 5 working days of when the decision to transfer was taken".
fn clock(pack: &Pack, number: u32, unit: Unit, way: Way, starts_from: &OneOrMany) -> String {
    let start = moments(pack, starts_from, "or");
    match (unit, way) {
        (Unit::Immediate, _) => format!("at once when {start}"),
        (Unit::Exact, _) => format!("on the very day when {start}"),
        (Unit::AgeMonths, Way::After) => format!("at {} ({start})", length(number, unit)),
        (_, Way::After) => format!("within {} of when {start}", length(number, unit)),
        (_, Way::Before) => format!("at least {} before {start}", length(number, unit)),
    }
}

fn moments(pack: &Pack, of: &OneOrMany, joined: &str) -> String {
    of.all()
        .iter()
        .map(|each| moment(pack, each))
        .collect::<Vec<_>>()
        .join(&format!(", {joined} "))
}

/// What an event, `item:ID`, `fact:ID` or `deadline:ID` means.
fn moment(pack: &Pack, text: &str) -> String {
    match text.split_once(':') {
        Some(("item", id)) => pack
            .item(id)
            .map(|item| format!("\"{}\" is done", item.label)),
        Some(("fact", id)) => pack.fact(id).map(|fact| format!("\"{}\"", fact.label)),
        Some(("deadline", id)) => pack
            .deadline(id)
            .map(|deadline| format!("\"{}\" is due", deadline.label)),
        _ => EVENTS
            .iter()
            .find(|(event, _)| *event == text)
            .map(|(_, words)| (*words).to_owned()),
    }
    .unwrap_or_else(|| text.to_owned())
}

fn role_names(pack: &Pack, ids: &[String]) -> String {
    ids.iter()
        .map(|id| pack.role_name(id))
        .collect::<Vec<_>>()
        .join(", ")
}

fn service_names(pack: &Pack, ids: &[String]) -> String {
    let name = |id: &String| {
        pack.service(id)
            .map_or(id.clone(), |service| service.name.clone())
    };
    ids.iter().map(name).collect::<Vec<_>>().join(" or ")
}

fn side(side: PartySide) -> &'static str {
    match side {
        PartySide::Transferring => "the transferring team",
        PartySide::Receiving => "the receiving team",
        PartySide::Both => "both teams",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Request => "the request",
        Stage::Accept => "the acceptance",
        Stage::Decline => "declining",
        Stage::Support => "agreeing on help instead",
        Stage::Withdraw => "withdrawing",
        Stage::Hold => "holding",
        Stage::Resume => "going on",
        Stage::Dispute => "a dispute",
        Stage::EndInvolvement => "the end of the transferring team's own part",
        Stage::Land => "the landing",
        Stage::Close => "the close",
        Stage::Decide => "the decision",
    }
}

/// "the request, the acceptance and the landing"; nothing for none.
fn stages(of: &[Stage]) -> String {
    let names: Vec<_> = of.iter().map(|each| stage(*each)).collect();
    listed(&names)
}

/// "A, B and C"; nothing for none.
pub fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

fn section(page: &mut Page, title: &str, is_empty: bool) -> bool {
    if !is_empty {
        page.heading(2, title);
    }
    !is_empty
}

fn condition(when: Option<&str>) -> String {
    when.map(|text| {
        format!(
            "`{}`",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        )
    })
    .unwrap_or_default()
}
