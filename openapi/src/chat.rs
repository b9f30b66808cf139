//! The chat: accounts that are linked, the assistant's own account, and the places where teams are told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{PractitionerRef, Team};

/// A code by which the caller links an account of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"code": "4F7K-2QXZ", "expires_at": "2026-11-03T09:10:00Z"}))]
pub struct LinkCode {
    /// The code: good once. It is shown now and never again.
    pub code: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// A code that somebody typed into the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "4f7k 2qxz", "account_id": "80351110224678912"}))]
pub struct RedeemCode {
    /// The code, in capitals or not, with or without its hyphen.
    #[schema(min_length = 1, max_length = 40)]
    pub code: String,
    /// Id of the account on the platform.
    #[schema(min_length = 1, max_length = 64)]
    pub account_id: String,
}

/// An account of the chat that belongs to a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000c1", "platform": "discord", "account_id": "80351110224678912",
    "practitioner": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "linked_at": "2026-11-03T09:02:00Z"
}))]
pub struct ChatLink {
    /// Its id.
    pub id: Uuid,
    /// Platform, such as `discord`.
    pub platform: String,
    /// Id of the account on the platform.
    pub account_id: String,
    /// Whose it is.
    pub practitioner: PractitionerRef,
    /// Since when.
    pub linked_at: DateTime<Utc>,
    /// When it ended; absent while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlinked_at: Option<DateTime<Utc>>,
}

/// An account for whose practitioner the assistant wants to speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"account_id": "80351110224678912"}))]
pub struct SpeakFor {
    /// Id of the account on the platform.
    #[schema(min_length = 1, max_length = 64)]
    pub account_id: String,
}

/// A token with which the assistant speaks for one practitioner. What it opens is less than what their own does, and no
/// answer to it carries anything personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "token": "eyJhbGciOi", "expires_at": "2026-11-03T09:07:00Z", "link_id": "0199f000-0000-7000-8000-0000000000c1",
    "practitioner": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}
}))]
pub struct ChatToken {
    /// Bearer token.
    pub token: String,
    /// Until when it is good, in real time whatever a demonstration's clock says; it ends at once where the link does.
    pub expires_at: DateTime<Utc>,
    /// Link that it rests on.
    pub link_id: Uuid,
    /// For whom it speaks.
    pub practitioner: PractitionerRef,
}

/// The assistant's own account, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000c2", "platform": "discord", "authority": "Exampleshire", "pack": "exampleshire",
    "settings": {"public_guidance": false, "call_ladder": []}, "servers": []
}))]
pub struct ChatService {
    /// Its id.
    pub id: Uuid,
    /// Platform that it speaks on.
    pub platform: String,
    /// Name of its authority.
    pub authority: String,
    /// Pack of its authority.
    pub pack: String,
    /// What the authority has settled.
    pub settings: ChatSettings,
    /// Where its authority's teams are.
    pub servers: Vec<ChatServer>,
}

/// What an authority has settled about the chat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "public_guidance": false,
    "call_ladder": [{"label": "On duty", "on_duty": true, "roles": ["duty_officer"], "minutes": 5},
                    {"label": "Manager", "roles": ["team_manager"], "minutes": 10}]
}))]
pub struct ChatSettings {
    /// Whether people without a linked account may ask the procedure.
    pub public_guidance: bool,
    /// How word of an urgent call climbs until somebody acknowledges it; empty means as the procedure says, and where it
    /// says nothing, as Landsafe proposes.
    #[schema(max_items = 10)]
    pub call_ladder: Vec<CallRung>,
}

/// Who is told of an urgent call, and how long they have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"label": "On duty", "on_duty": true, "roles": ["duty_officer"], "minutes": 5}))]
pub struct CallRung {
    /// What people call it.
    #[schema(min_length = 1, max_length = 100)]
    pub label: String,
    /// Whether whoever is on the rota for the team at that moment is told; absent means no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_duty: bool,
    /// Roles over the team whose holders are told; ids of the pack.
    #[schema(max_items = 20)]
    pub roles: Vec<String>,
    /// Minutes after which it climbs unless somebody acknowledged it.
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: u32,
}

/// A process that wants to speak for an application, alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"process": "bot-1:4711", "application_id": "1029384756", "lease_seconds": 30}))]
pub struct TakeChatLease {
    /// Name of the process, new for each start.
    #[schema(min_length = 1, max_length = 100)]
    pub process: String,
    /// Id of the application on the platform; never its token.
    #[schema(min_length = 1, max_length = 64)]
    pub application_id: String,
    /// Shard, counted from 0; absent means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10000)]
    pub shard: Option<i32>,
    /// Seconds for which no other process may speak; absent means 60. With 0 it is given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 3600)]
    pub lease_seconds: Option<u32>,
}

/// Which process speaks, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"process": "bot-1:4711", "application_id": "1029384756", "shard": 0, "lease_until": "2026-11-03T09:01:00Z"}))]
pub struct ChatLease {
    /// Name of the process.
    pub process: String,
    /// Id of the application on the platform.
    pub application_id: String,
    /// Shard.
    #[schema(minimum = 0)]
    pub shard: i32,
    /// Until when nobody else may speak.
    pub lease_until: DateTime<Utc>,
}

/// A server of a platform that is to belong to the authority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "platform": "discord",
    "channels": [{"team_id": "0199f000-0000-7000-8000-000000000001", "channel_id": "81384788765712384"}]
}))]
pub struct BindServer {
    /// Such as `discord`.
    #[schema(min_length = 1, max_length = 32)]
    pub platform: String,
    /// The channels of teams; those that were there before and are left out are taken away.
    #[schema(max_items = 1000)]
    pub channels: Vec<BindChannel>,
}

/// The channel in which a team is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindChannel {
    /// The team.
    pub team_id: Uuid,
    /// Id of the channel on the platform.
    #[schema(min_length = 1, max_length = 64)]
    pub channel_id: String,
}

/// A server of a platform that belongs to the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "platform": "discord", "server_id": "41771983423143937", "bound_at": "2026-11-03T09:00:00Z",
    "channels": [{"team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"},
                  "channel_id": "81384788765712384"}]
}))]
pub struct ChatServer {
    /// Such as `discord`.
    pub platform: String,
    /// Id of the server on the platform.
    pub server_id: String,
    /// Since when.
    pub bound_at: DateTime<Utc>,
    /// The channels of teams.
    pub channels: Vec<ChatChannel>,
}

/// The channel in which a team is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatChannel {
    /// The team.
    pub team: Team,
    /// Id of the channel on the platform.
    pub channel_id: String,
}
