//! Opening: whether a pathway may be taken between two teams at all.

use crate::pack::Pack;
use crate::pack::format::Pathway;
use crate::refusal::Refusal;
use crate::transfer::{Kind, Team};

/// The pathway named, where it leads from the team that holds the case to the one that would.
///
/// # Errors
///
/// [`Refusal::Invalid`], naming the field (`pathway`, `receiving_team_id`, `kind`) and what would fit.
pub fn pathway<'a>(
    pack: &'a Pack,
    id: &str,
    kind: Kind,
    holder: &Team,
    receiving: &Team,
) -> Result<&'a Pathway, Refusal> {
    let Some(pathway) = pack.pathway(id) else {
        let message = format!("the procedure knows no pathway `{id}`");
        return Err(refuse("pathway", message, from_here(pack, holder)));
    };
    if !pathway.from.contains(&holder.service) {
        let holds = pack.service_name(&holder.service);
        let message = format!("`{id}` does not start from the team that holds the case ({holds})");
        return Err(refuse("pathway", message, from_here(pack, holder)));
    }
    if pathway.within_team && holder.id != receiving.id {
        let message = format!("`{id}` is a change of worker inside the team that holds the case");
        return Err(refuse(
            "receiving_team_id",
            message,
            "the team that holds the case".into(),
        ));
    }
    let to_itself = holder.id == receiving.id && !pathway.within_team;
    if !pathway.to.contains(&receiving.service) || to_itself {
        let to: Vec<_> = pathway
            .to
            .iter()
            .map(|service| pack.service_name(service))
            .collect();
        let message = format!("`{id}` does not lead to that team");
        return Err(refuse(
            "receiving_team_id",
            message,
            format!("another team of {}", to.join(" or ")),
        ));
    }
    if kind == Kind::Pull && pathway.released_by.is_empty() {
        let message = format!("`{id}` cannot be pulled: nobody could let the case go");
        return Err(refuse("kind", message, "push".into()));
    }
    Ok(pathway)
}

fn from_here(pack: &Pack, holder: &Team) -> String {
    let starts_here = pack
        .entries
        .pathway
        .iter()
        .filter(|pathway| pathway.from.contains(&holder.service));
    let ids: Vec<_> = starts_here.map(|pathway| pathway.id.as_str()).collect();
    format!("one of {}", ids.join(", "))
}

fn refuse(field: &str, message: String, expected: String) -> Refusal {
    Refusal::Invalid {
        field: field.into(),
        message,
        expected,
    }
}
