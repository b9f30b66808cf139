//! The directory: who may see it, and who may keep it.

use std::sync::Arc;

use policy::role::Permission;

use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;

/// Whoever has a role, or keeps the directory, may see it. Gives the authority's procedure.
///
/// # Errors
///
/// [`ApiError::Forbidden`].
pub fn see(app: &App, caller: &Practitioner) -> Result<Arc<Procedure>, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    caller.must(
        &Permission::SeeDirectory,
        &procedure,
        "you have no role yet: ask an administrator of your authority for one",
    )?;
    Ok(procedure)
}

/// Administrators keep it. Gives the authority's procedure.
///
/// # Errors
///
/// [`ApiError::Forbidden`].
pub fn keep(app: &App, caller: &Practitioner) -> Result<Arc<Procedure>, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    caller.must(
        &Permission::Administer,
        &procedure,
        "this is kept by the administrators of your authority",
    )?;
    Ok(procedure)
}
