//! Owners: a transfer's teams and sides, as the policy asks for them to say on whom something falls.

use entity::deadline::OwedSide;
use entity::team;
use policy::owners::Parties;
use policy::transfer::Side;

use super::{Loaded, team_on};

/// The sides on which something is owed.
pub(crate) fn sides(side: OwedSide) -> &'static [Side] {
    match side {
        OwedSide::Transferring => &[Side::Transferring],
        OwedSide::Receiving => &[Side::Receiving],
        OwedSide::Both => &[Side::Transferring, Side::Receiving],
    }
}

/// The parties of a transfer that was loaded.
pub(crate) fn parties(loaded: &Loaded) -> Parties<'_, &team::Model> {
    Parties {
        pack: &loaded.procedure.pack,
        pathway: &loaded.transfer.pathway,
        kind: loaded.transfer.kind,
        state: loaded.transfer.state,
        opened_by: loaded.transfer.opened_by,
        transferring: team_on(loaded, Side::Transferring),
        receiving: team_on(loaded, Side::Receiving),
        others: loaded.others.iter().collect(),
    }
}
