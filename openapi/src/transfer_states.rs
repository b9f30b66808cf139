//! The states of a transfer, and lists of them in filters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a transfer is in its life.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// Being prepared.
    Draft,
    /// The receiving team has been asked.
    Requested,
    /// The receiving team has asked for information.
    InformationRequired,
    /// Waiting for a crisis to pass.
    OnHold,
    /// Agreed; the case has not moved yet.
    Accepted,
    /// The receiving team said no.
    Declined,
    /// The teams disagree; someone above them decides.
    Disputed,
    /// The case stays where it is, with advice or joint work.
    Supported,
    /// The asking team took it back.
    Withdrawn,
    /// The case has moved.
    Landed,
    /// Finished.
    Closed,
}

impl TransferState {
    /// Every state, in the order of a transfer's life.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Requested,
        Self::InformationRequired,
        Self::OnHold,
        Self::Accepted,
        Self::Declined,
        Self::Disputed,
        Self::Supported,
        Self::Withdrawn,
        Self::Landed,
        Self::Closed,
    ];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Requested => "requested",
            Self::InformationRequired => "information_required",
            Self::OnHold => "on_hold",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Disputed => "disputed",
            Self::Supported => "supported",
            Self::Withdrawn => "withdrawn",
            Self::Landed => "landed",
            Self::Closed => "closed",
        }
    }
}

/// States as a filter names them: a list with commas, `requested,accepted`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TransferStates(pub Vec<TransferState>);

impl From<TransferStates> for String {
    fn from(states: TransferStates) -> Self {
        let names: Vec<&str> = states.0.into_iter().map(TransferState::name).collect();
        names.join(",")
    }
}

impl TryFrom<String> for TransferStates {
    type Error = String;

    fn try_from(list: String) -> Result<Self, String> {
        let named = |name: &str| {
            TransferState::ALL
                .into_iter()
                .find(|state| state.name() == name)
                .ok_or_else(|| format!("`{name}` is not a state of a transfer"))
        };
        list.split(',')
            .map(named)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}
