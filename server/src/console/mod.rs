pub(crate) fn routes() -> axum::Router<std::sync::Arc<crate::app::App>> { axum::Router::new() }
