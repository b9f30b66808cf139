//! The picture of the morning digest: a team's pending transfers by age and due date, drawn in pure Rust.
//!
//! One line a transfer, oldest first: how long it has been open, and until when it is due. What is overdue differs by
//! pattern and by words, not by colour alone.

mod canvas;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::London;

use canvas::{Align, Canvas, Colour};

/// Most transfers in one picture; the sentence below it counts the rest.
const AT_MOST: usize = 20;

/// Pixels: wide enough for a phone held upright to show it legibly when it is opened.
const WIDTH: u32 = 1200;
const LEFT: f32 = 180.0;
const RIGHT: f32 = 340.0;
const TOP: f32 = 150.0;
const LINE: f32 = 44.0;
const BOTTOM: f32 = 84.0;

/// Colours that people of every kind of colour vision tell apart (Okabe and Ito).
const INK: Colour = Colour(0x1b, 0x1f, 0x24);
const FAINT: Colour = Colour(0x59, 0x63, 0x6e);
const GRID: Colour = Colour(0xdd, 0xe1, 0xe5);
const AGE: Colour = Colour(0x00, 0x72, 0xb2);
const AHEAD: Colour = Colour(0xa6, 0xd4, 0xee);
const LATE: Colour = Colour(0xd5, 0x5e, 0x00);
const LATE_WORDS: Colour = Colour(0x9c, 0x3f, 0x00);

/// One pending transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its reference.
    pub reference: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When the next thing is due, or was.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether something is overdue.
    pub overdue: bool,
}

/// A picture with the text for those who do not see it.
#[derive(Debug, Clone)]
pub struct Chart {
    /// A PNG.
    pub png: Vec<u8>,
    /// What it shows, in words.
    pub alt: String,
}

/// Draws a team's pending transfers as they stand; `None` where there are none.
pub fn pending(team: &str, mut transfers: Vec<Pending>, now: DateTime<Utc>) -> Option<Chart> {
    if transfers.is_empty() {
        return None;
    }
    transfers.sort_by(|a, b| (a.opened_at, &a.reference).cmp(&(b.opened_at, &b.reference)));
    let alt = in_words(team, &transfers, now);
    let more = transfers.len().saturating_sub(AT_MOST);
    transfers.truncate(AT_MOST);
    let scale = Scale::over(&transfers, now);
    let height = TOP + LINE * transfers.len() as f32 + BOTTOM;
    let mut canvas = Canvas::new(WIDTH, height as u32)?;
    headline(&mut canvas, team, now, transfers.len() + more);
    grid(&mut canvas, &scale, height);
    for (at, transfer) in transfers.iter().enumerate() {
        line(&mut canvas, &scale, TOP + LINE * at as f32, transfer);
    }
    key(&mut canvas, height, more);
    Some(Chart {
        png: canvas.png()?,
        alt,
    })
}

/// Everything that the picture shows, in words.
fn in_words(team: &str, transfers: &[Pending], now: DateTime<Utc>) -> String {
    let late = transfers.iter().filter(|transfer| transfer.overdue).count();
    let each = transfers
        .iter()
        .take(AT_MOST)
        .map(|transfer| format!("{}: {}", transfer.reference, about(transfer, day(now))));
    let each: Vec<_> = each.collect();
    let text = format!(
        "Bar chart of {} pending for {team} on {}, {late} overdue. {}.",
        counted(transfers.len()),
        date(day(now)),
        each.join("; ")
    );
    cut(text)
}

/// Discord takes 1024 characters of alternative text.
fn cut(text: String) -> String {
    match text.chars().count() > 1000 {
        true => text.chars().take(1000).chain(['…']).collect(),
        false => text,
    }
}

fn counted(number: usize) -> String {
    match number {
        1 => "1 transfer".into(),
        number => format!("{number} transfers"),
    }
}

/// `12 days old, due Fri 4 Dec` or `12 days old, 3 days overdue`.
fn about(transfer: &Pending, today: NaiveDate) -> String {
    let age = days(today - day(transfer.opened_at));
    let due = match transfer.due_at.map(day) {
        Some(due) if transfer.overdue && due < today => format!("{} overdue", days(today - due)),
        Some(_) if transfer.overdue => "overdue".into(),
        Some(due) if due == today => "due today".into(),
        Some(due) => format!("due {}", date(due)),
        None if transfer.overdue => "overdue".into(),
        None => "no date".into(),
    };
    format!("{age} old, {due}")
}

fn days(span: TimeDelta) -> String {
    match span.num_days() {
        1 => "1 day".into(),
        number => format!("{number} days"),
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

/// The civil date of an instant where the authorities are.
fn day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// Days laid out from left to right.
struct Scale {
    first: NaiveDate,
    days: i64,
    today: NaiveDate,
}

impl Scale {
    fn over(transfers: &[Pending], now: DateTime<Utc>) -> Self {
        let today = day(now);
        let opened = transfers.iter().map(|transfer| day(transfer.opened_at));
        let due = transfers
            .iter()
            .filter_map(|transfer| transfer.due_at.map(day));
        let first = opened.min().unwrap_or(today).min(today);
        let last = due.max().unwrap_or(today).max(today);
        Self {
            first,
            days: ((last - first).num_days() + 1).max(7),
            today,
        }
    }

    /// Where a day begins.
    fn x(&self, day: NaiveDate) -> f32 {
        let share = (day - self.first).num_days() as f32 / self.days as f32;
        LEFT + (WIDTH as f32 - LEFT - RIGHT) * share.clamp(0.0, 1.0)
    }

    /// Days between two lines of the grid, so that their names have room.
    fn step(&self) -> i64 {
        [1, 2, 7, 14, 28, 56, 91]
            .into_iter()
            .find(|step| self.days / step <= 7)
            .unwrap_or(182)
    }
}

fn headline(canvas: &mut Canvas, team: &str, now: DateTime<Utc>, number: usize) {
    canvas.text(
        40.0,
        58.0,
        34.0,
        INK,
        Align::Start,
        true,
        &format!("{team}: {} pending", counted(number)),
    );
    let when = now.with_timezone(&London).format("%A %-d %B %Y, %H:%M");
    canvas.text(
        40.0,
        94.0,
        22.0,
        FAINT,
        Align::Start,
        false,
        &format!("Oldest first, as of {when}"),
    );
}

fn grid(canvas: &mut Canvas, scale: &Scale, height: f32) {
    let (top, bottom) = (TOP - 8.0, height - BOTTOM + 4.0);
    let mut day = scale.first;
    while (day - scale.first).num_days() <= scale.days {
        let x = scale.x(day);
        canvas.rectangle(x, top, 1.0, bottom - top, GRID);
        if (scale.x(scale.today) - x).abs() > 60.0 {
            canvas.text(
                x,
                top - 10.0,
                18.0,
                FAINT,
                Align::Middle,
                false,
                &day.format("%-d %b").to_string(),
            );
        }
        day += TimeDelta::days(scale.step());
    }
    let x = scale.x(scale.today);
    canvas.rectangle(x - 1.5, top, 3.0, bottom - top, INK);
    canvas.text(x, top - 10.0, 20.0, INK, Align::Middle, true, "today");
}

fn line(canvas: &mut Canvas, scale: &Scale, y: f32, transfer: &Pending) {
    let (middle, thick) = (y + LINE / 2.0, 22.0);
    let (top, today) = (middle - thick / 2.0, scale.x(scale.today));
    canvas.text(
        40.0,
        middle + 8.0,
        22.0,
        INK,
        Align::Start,
        true,
        &transfer.reference,
    );
    let opened = scale.x(day(transfer.opened_at));
    canvas.rectangle(opened, top, (today - opened).max(4.0), thick, AGE);
    if let Some(due) = transfer.due_at.map(|due| scale.x(day(due))) {
        match transfer.overdue {
            true => canvas.stripes(due, top, (today - due).max(8.0), thick, LATE),
            false => canvas.rectangle(today, top, (due - today).max(0.0), thick, AHEAD),
        }
        canvas.diamond(due, middle, 9.0, if transfer.overdue { LATE } else { INK });
    }
    let colour = if transfer.overdue { LATE_WORDS } else { INK };
    let x = WIDTH as f32 - RIGHT + 24.0;
    canvas.text(
        x,
        middle + 7.0,
        19.0,
        colour,
        Align::Start,
        transfer.overdue,
        &about(transfer, scale.today),
    );
}

fn key(canvas: &mut Canvas, height: f32, more: usize) {
    let y = height - 34.0;
    let mut x = 40.0;
    let mut entry = |canvas: &mut Canvas, draw: fn(&mut Canvas, f32, f32), label: &str| {
        draw(canvas, x, y);
        x += 46.0;
        canvas.text(x, y + 7.0, 19.0, INK, Align::Start, false, label);
        x += canvas.width_of(19.0, false, label) + 34.0;
    };
    entry(
        canvas,
        |canvas, x, y| canvas.rectangle(x, y - 9.0, 34.0, 18.0, AGE),
        "open so far",
    );
    entry(
        canvas,
        |canvas, x, y| canvas.rectangle(x, y - 9.0, 34.0, 18.0, AHEAD),
        "time left",
    );
    entry(
        canvas,
        |canvas, x, y| canvas.stripes(x, y - 9.0, 34.0, 18.0, LATE),
        "overdue",
    );
    entry(
        canvas,
        |canvas, x, y| canvas.diamond(x + 17.0, y, 9.0, INK),
        "due",
    );
    if more > 0 {
        let text = format!("and {more} more");
        canvas.text(
            WIDTH as f32 - 40.0,
            y + 7.0,
            19.0,
            FAINT,
            Align::End,
            false,
            &text,
        );
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn transfer(reference: &str, opened: &str, due: Option<&str>, overdue: bool) -> Pending {
        Pending {
            reference: reference.into(),
            opened_at: at(opened),
            due_at: due.map(at),
            overdue,
        }
    }

    fn three() -> Vec<Pending> {
        vec![
            transfer(
                "T-0002",
                "2026-11-24T09:00:00Z",
                Some("2026-12-01T23:59:59Z"),
                false,
            ),
            transfer(
                "T-0001",
                "2026-11-03T09:00:00Z",
                Some("2026-11-23T23:59:59Z"),
                true,
            ),
            transfer("T-0003", "2026-11-25T09:00:00Z", None, false),
        ]
    }

    #[test]
    fn those_who_do_not_see_it_are_told_the_same() {
        let chart = pending("Assessment East", three(), at("2026-11-26T08:00:00Z")).unwrap();
        assert_eq!(
            chart.alt,
            "Bar chart of 3 transfers pending for Assessment East on Thu 26 Nov, 1 overdue. \
             T-0001: 23 days old, 3 days overdue; T-0002: 2 days old, due Tue 1 Dec; \
             T-0003: 1 day old, no date."
        );
        assert!(chart.png.starts_with(b"\x89PNG"));
    }

    #[test]
    fn many_transfers_are_counted_and_nothing_makes_no_picture() {
        let now = at("2026-11-26T08:00:00Z");
        assert!(pending("Assessment East", Vec::new(), now).is_none());
        let many =
            (0..200).map(|at| transfer(&format!("T-{at:04}"), "2026-11-03T09:00:00Z", None, false));
        let chart = pending("Assessment East", many.collect(), now).unwrap();
        assert!(
            chart.alt.starts_with("Bar chart of 200 transfers")
                && chart.alt.chars().count() <= 1024
        );
    }
}
