//! Endpoints for programs: they read a request, call an action, write its answer, and decide nothing.

pub(crate) mod device;
pub(crate) mod health;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod tus;
