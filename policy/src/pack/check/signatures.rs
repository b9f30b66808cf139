//! What the functions take and give that conditions may call.

use super::names::Kind;

/// What the functions of Landsafe take and give.
pub(super) const SIGNATURES: [(&str, &[Kind], Kind); 17] = [
    ("plus_days", &[Kind::Date, Kind::Integer], Kind::Date),
    ("plus_weeks", &[Kind::Date, Kind::Integer], Kind::Date),
    ("plus_months", &[Kind::Date, Kind::Integer], Kind::Date),
    ("plus_years", &[Kind::Date, Kind::Integer], Kind::Date),
    (
        "plus_working_days",
        &[Kind::Date, Kind::Integer],
        Kind::Date,
    ),
    ("days_between", &[Kind::Date, Kind::Date], Kind::Integer),
    ("minimum_months", &[Kind::Date, Kind::Integer], Kind::Date),
    ("age_on", &[Kind::Date, Kind::Date], Kind::Integer),
    ("age_date", &[Kind::Date, Kind::Integer], Kind::Date),
    ("year_11_ends", &[Kind::Date], Kind::Date),
    ("easter", &[Kind::Integer], Kind::Date),
    ("year", &[Kind::Date], Kind::Integer),
    ("month", &[Kind::Date], Kind::Integer),
    ("weekday", &[Kind::Date], Kind::Integer),
    ("earlier", &[Kind::Date, Kind::Date], Kind::Date),
    ("later", &[Kind::Date, Kind::Date], Kind::Date),
    ("date_of", &[Kind::Instant], Kind::Date),
];

/// CEL's own functions that conditions may call.
pub(super) const STANDARD: [(&str, Kind); 6] = [
    ("size", Kind::Integer),
    ("contains", Kind::Bool),
    ("startsWith", Kind::Bool),
    ("endsWith", Kind::Bool),
    ("string", Kind::Text),
    ("int", Kind::Integer),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::FUNCTIONS;

    #[test]
    fn every_function_has_a_signature() {
        let known: Vec<_> = SIGNATURES.iter().map(|(name, ..)| *name).collect();
        assert_eq!(known, FUNCTIONS);
    }
}
