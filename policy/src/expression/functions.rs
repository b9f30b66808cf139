//! The functions that conditions may call besides CEL's own.

use std::sync::Arc;

use cel::{Context, ExecutionError};
use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::{self, Calendar};
use crate::fact;

type Answer<T> = Result<T, ExecutionError>;

fn read_date(function: &str, text: &str) -> Answer<NaiveDate> {
    fact::date(text).ok_or_else(|| {
        ExecutionError::function_error(
            function,
            format!("\"{text}\" is not a date such as \"2026-12-22\""),
        )
    })
}

fn within(function: &str, number: i64) -> Answer<i32> {
    i32::try_from(number)
        .ok()
        .filter(|n| n.abs() <= 100_000)
        .ok_or_else(|| {
            ExecutionError::function_error(function, format!("{number} is out of range"))
        })
}

fn shift_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let length = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(length)
    } else {
        date.checked_add_days(length)
    }
}

/// Make every function known to a context.
///
/// Registration cannot fail: none of our names is one of CEL's own, which a test shows.
pub(super) fn add(context: &mut Context<'static, 'static>, calendar: &Arc<Calendar>) {
    add_shifts(context, calendar);
    add_ages(context, calendar);
    add_parts(context, calendar);
}

fn text(date: NaiveDate) -> Arc<String> {
    Arc::new(date.to_string())
}

fn add_shifts(context: &mut Context<'static, 'static>, calendar: &Arc<Calendar>) {
    for (name, days) in [("plus_days", 1), ("plus_weeks", 7)] {
        let shift = move |from: Arc<String>, n: i64| -> Answer<Arc<String>> {
            let n = i64::from(within(name, n)?) * days;
            shift_days(read_date(name, &from)?, n)
                .map(text)
                .ok_or_else(|| ExecutionError::function_error(name, "out of range"))
        };
        context.add_function(name, shift).ok();
    }
    for (name, months) in [("plus_months", 1), ("plus_years", 12)] {
        let calendar = Arc::clone(calendar);
        let shift = move |from: Arc<String>, n: i64| -> Answer<Arc<String>> {
            Ok(text(calendar.plus_months(
                read_date(name, &from)?,
                within(name, n)? * months,
            )))
        };
        context.add_function(name, shift).ok();
    }
    let working = Arc::clone(calendar);
    let shift = move |from: Arc<String>, n: i64| -> Answer<Arc<String>> {
        let n = within("plus_working_days", n)?.into();
        Ok(text(working.plus_working_days(
            read_date("plus_working_days", &from)?,
            n,
        )))
    };
    context.add_function("plus_working_days", shift).ok();
    let minimum = Arc::clone(calendar);
    let served = move |from: Arc<String>, n: i64| -> Answer<Arc<String>> {
        let n = within("minimum_months", n)?;
        Ok(text(
            minimum.minimum_months(read_date("minimum_months", &from)?, n),
        ))
    };
    context.add_function("minimum_months", served).ok();
}

fn add_ages(context: &mut Context<'static, 'static>, calendar: &Arc<Calendar>) {
    let ages = Arc::clone(calendar);
    let age_on = move |birth: Arc<String>, on: Arc<String>| -> Answer<i64> {
        Ok(ages
            .age_on(read_date("age_on", &birth)?, read_date("age_on", &on)?)
            .into())
    };
    context.add_function("age_on", age_on).ok();
    let reached = Arc::clone(calendar);
    let age_date = move |birth: Arc<String>, months: i64| -> Answer<Arc<String>> {
        let months = within("age_date", months)?.unsigned_abs();
        Ok(text(
            reached.age_date(read_date("age_date", &birth)?, months),
        ))
    };
    context.add_function("age_date", age_date).ok();
    let year_11 = |birth: Arc<String>| -> Answer<Arc<String>> {
        Ok(text(calendar::year_11_ends(read_date(
            "year_11_ends",
            &birth,
        )?)))
    };
    context.add_function("year_11_ends", year_11).ok();
}

fn add_parts(context: &mut Context<'static, 'static>, calendar: &Arc<Calendar>) {
    let between = |a: Arc<String>, b: Arc<String>| -> Answer<i64> {
        Ok((read_date("days_between", &b)? - read_date("days_between", &a)?).num_days())
    };
    context.add_function("days_between", between).ok();
    let easter =
        |year: i64| -> Answer<Arc<String>> { Ok(text(calendar::easter(within("easter", year)?))) };
    context.add_function("easter", easter).ok();
    let year = |d: Arc<String>| -> Answer<i64> { Ok(read_date("year", &d)?.year().into()) };
    context.add_function("year", year).ok();
    let month = |d: Arc<String>| -> Answer<i64> { Ok(read_date("month", &d)?.month().into()) };
    context.add_function("month", month).ok();
    let weekday = |d: Arc<String>| -> Answer<i64> {
        Ok(read_date("weekday", &d)?
            .weekday()
            .number_from_monday()
            .into())
    };
    context.add_function("weekday", weekday).ok();
    let earlier = |a: Arc<String>, b: Arc<String>| -> Answer<Arc<String>> {
        Ok(text(
            read_date("earlier", &a)?.min(read_date("earlier", &b)?),
        ))
    };
    context.add_function("earlier", earlier).ok();
    let later = |a: Arc<String>, b: Arc<String>| -> Answer<Arc<String>> {
        Ok(text(read_date("later", &a)?.max(read_date("later", &b)?)))
    };
    context.add_function("later", later).ok();
    let zone = Arc::clone(calendar);
    let date_of = move |at: Arc<String>| -> Answer<Arc<String>> {
        let instant = fact::instant(&at).ok_or_else(|| {
            ExecutionError::function_error("date_of", format!("\"{at}\" is not an instant"))
        })?;
        Ok(text(zone.local_date(instant)))
    };
    context.add_function("date_of", date_of).ok();
}
