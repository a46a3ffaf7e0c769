//! UniFFI bindings.
uniffi::setup_scaffolding!();
