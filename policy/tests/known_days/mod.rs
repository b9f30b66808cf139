//! The calendar of a pack with the bank holidays that are known, and no authority's own days.

use std::sync::Arc;

use chrono::NaiveDate;
use govuk_bank_holidays::{BankHolidayCalendar, Division};
use policy::calendar::Calendar;
use policy::pack::Pack;

/// The working days of England and Wales under a pack's conventions.
pub(crate) fn calendar(pack: &Pack) -> Arc<Calendar> {
    let known = BankHolidayCalendar::cached();
    let bank_holidays: Vec<NaiveDate> = known
        .holidays(Some(Division::EnglandAndWales))
        .into_iter()
        .map(|holiday| *holiday.date())
        .collect();
    Arc::new(Calendar::new(&pack.header.conventions, bank_holidays, []).unwrap())
}
