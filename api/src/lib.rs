//! The server: routes (HTTP only) → service (one transaction) → repository (rows); worker (what time brings).

pub mod app;
pub mod auth;
pub mod body;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod document;
pub mod error;
pub mod hours;
pub mod procedures;
pub mod query;
pub mod reference;
pub mod repository;
pub mod reticence;
pub mod routes;
pub mod secret;
pub mod server;
pub mod service;
pub mod sittings;
pub mod view;
pub mod worker;
