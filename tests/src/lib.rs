//! Journeys through the API and the assistant together
