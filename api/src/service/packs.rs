//! Packs: reading the procedures that were loaded.

use std::sync::Arc;

use openapi::{Pack, PackSummary};

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::view;

/// Every procedure, by id.
///
/// # Errors
///
/// None but our own mistakes.
pub fn list(app: &App) -> Result<Vec<PackSummary>, ApiError> {
    app.procedures
        .all()
        .map(|procedure| {
            Ok(view::packs::summary(
                &procedure.pack,
                today(app, procedure)?,
            ))
        })
        .collect()
}

/// One procedure.
///
/// # Errors
///
/// [`ApiError::NotFound`] where it was not loaded.
pub fn show(app: &App, id: &str) -> Result<Pack, ApiError> {
    let procedure = find(app, id)?;
    Ok(view::packs::pack(&procedure.pack, today(app, &procedure)?))
}

/// What tells one answer of [`show`] from another, quoted as an ETag is.
///
/// # Errors
///
/// [`ApiError::NotFound`] where it was not loaded.
pub fn edition(app: &App, id: &str) -> Result<String, ApiError> {
    let procedure = find(app, id)?;
    let summary = view::packs::summary(&procedure.pack, today(app, &procedure)?);
    let review = if summary.review_overdue { "-due" } else { "" };
    Ok(format!("\"{}{review}\"", procedure.digest))
}

/// A procedure that was loaded.
///
/// # Errors
///
/// [`ApiError::NotFound`] where it was not.
pub fn find(app: &App, id: &str) -> Result<Arc<Procedure>, ApiError> {
    app.procedures.current(id).ok_or(ApiError::NotFound("pack"))
}

fn today(app: &App, procedure: &Procedure) -> Result<chrono::NaiveDate, ApiError> {
    Ok(app
        .procedures
        .calendar(&procedure.pack, &[])?
        .local_date(app.clock.now()))
}
