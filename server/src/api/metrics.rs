//! Counters in Prometheus' text format; no label carries anything about a person.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

/// Starts counting; a second server in the same process counts into the same recorder.
pub(crate) fn start() {
    let _ = recorder();
    metrics::counter!("ruhu_entries_received_total").increment(0);
    metrics::counter!("ruhu_photos_verified_total").increment(0);
    metrics::counter!("ruhu_photo_bytes_total").increment(0);
}

/// The counters.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, content_type = "text/plain")))]
pub(crate) async fn metrics() -> String {
    recorder().map(PrometheusHandle::render).unwrap_or_default()
}
