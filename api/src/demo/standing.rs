//! Standings: where a procedure has no role of one, the nearest to it takes its place.

use policy::pack::Pack;
use policy::pack::format::{Role, Standing};

/// The roles of a standing, or else of the one that comes nearest to it among those that work with cases.
pub(super) fn acting(pack: &Pack, standing: Standing) -> Vec<&Role> {
    use Standing::{Manager, Practitioner, SeniorManager};
    let nearest: &[Standing] = match standing {
        Practitioner => &[Practitioner, Manager, SeniorManager],
        Manager => &[Manager, SeniorManager, Practitioner],
        SeniorManager => &[SeniorManager, Manager, Practitioner],
        ref other => std::slice::from_ref(other),
    };
    let of = |standing: &Standing| {
        let roles = pack.entries.role.iter();
        roles.filter(|role| role.standing == *standing).collect()
    };
    let mut found = nearest.iter().map(of);
    found
        .find(|roles: &Vec<_>| !roles.is_empty())
        .unwrap_or_default()
}

/// Whether a role acts in a standing.
pub(super) fn acts(pack: &Pack, role: &str, standing: Standing) -> bool {
    acting(pack, standing)
        .iter()
        .any(|acting| acting.id == role)
}
