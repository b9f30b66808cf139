//! Contact points: numbers and addresses that the authority keeps true.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ContactKind, PractitionerRef};

/// A number or address with its hours and the day on which someone last checked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "slot": "duty_desk", "name": "Duty desk", "kind": "phone", "unset": "ask your manager for the duty desk's number",
    "warning": "no number has been entered"
}))]
pub struct ContactPoint {
    /// Its name in the pack.
    pub slot: String,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address; absent where the authority has entered none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// When it is answered, in words or in OpenStreetMap's notation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What to do where there is no value.
    pub unset: String,
    /// The day on which someone last checked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_verified_on: Option<NaiveDate>,
    /// Who last checked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<PractitionerRef>,
    /// Why to be careful with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// What the authority enters for a slot; a member left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": "duty.desk@exampleshire.example", "kind": "email", "last_verified_on": "2026-11-02"}))]
pub struct SetContactPoint {
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ContactKind>,
    /// The number or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub value: Option<String>,
    /// When it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub hours: Option<String>,
    /// The day on which someone checked it, not in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_verified_on: Option<NaiveDate>,
}
