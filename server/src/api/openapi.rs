//! The description of the endpoints for programs, OpenAPI 3.1.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use super::{device, health, metrics, tus};

struct DeviceToken;

impl Modify for DeviceToken {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("device", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Ruhu", description = "入户调查：手机同步与运行接口"),
    paths(
        device::enrol, device::push, device::pull, device::digest, device::wanted, device::evidence, tus::options,
        tus::create, tus::head, tus::patch, tus::delete, health::healthz, metrics::metrics
    ),
    modifiers(&DeviceToken)
)]
struct Api;

/// The document.
pub(crate) async fn openapi() -> Json<Document> {
    Json(Api::openapi())
}
