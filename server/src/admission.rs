//! How much the server takes on at once. A phone for which there is no place in time is told when to come again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::HttpBody as _,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::{sync::Semaphore, time::timeout};

use crate::error::ApiError;

/// Bodies under way at once, together, in KiB: a slow phone with a small chunk takes little of it.
const PLACES_KIB: u32 = 192 * 1024;
/// Least that a request counts for, in KiB.
const LEAST_KIB: u32 = 32;
/// Most that a request counts for, in KiB: what a chunk or a message may have, unpacked.
const MOST_KIB: u32 = 12 * 1024;
/// Longest wait for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Phones that are sent away come again after 2 to 9 seconds, not all at once.
const COME_AGAIN_S: (u64, u64) = (2, 8);

/// The places of one server.
pub(crate) struct Admission {
    places: Semaphore,
    sent_away: AtomicU64,
}

impl Admission {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { places: Semaphore::new(PLACES_KIB as usize), sent_away: AtomicU64::new(0) })
    }

    fn busy(&self) -> Response {
        let number = self.sent_away.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("ruhu_requests_sent_away_total").increment(1);
        let (least, spread) = COME_AGAIN_S;
        let busy = "服务器繁忙，数据仍在手机中；请稍后重新同步";
        let mut response =
            ApiError::told(StatusCode::SERVICE_UNAVAILABLE, "server_busy", busy).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(least + number % spread));
        response
    }
}

/// Lets a request in when there is a place for its body.
pub(crate) async fn admit(State(admission): State<Arc<Admission>>, request: Request, next: Next) -> Response {
    let weight = weight_kib(request.body().size_hint().upper());
    match timeout(LONGEST_WAIT, admission.places.acquire_many(weight)).await {
        Ok(Ok(_place)) => next.run(request).await,
        _ => admission.busy(),
    }
}

/// What a body of so many bytes counts for; one that does not say counts for the most.
fn weight_kib(length: Option<u64>) -> u32 {
    length
        .map_or(MOST_KIB, |bytes| u32::try_from(bytes / 1024).unwrap_or(MOST_KIB))
        .clamp(LEAST_KIB, MOST_KIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_counts_for_its_size_within_limits() {
        for (length, weight) in [
            (Some(0), LEAST_KIB),
            (Some(16 * 1024), LEAST_KIB),
            (Some(1024 * 1024), 1024),
            (Some(u64::MAX), MOST_KIB),
            (None, MOST_KIB),
        ] {
            assert_eq!(weight_kib(length), weight);
        }
    }

    #[test]
    fn phones_that_are_sent_away_do_not_come_again_together() {
        let admission = Admission::new();
        let told = |_| {
            let response = admission.busy();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            response.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap()
        };
        let seconds: std::collections::BTreeSet<u64> = (0..100).map(told).collect();
        assert_eq!(seconds, (2..10).collect());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_without_a_place_is_sent_away_in_time() {
        use axum::{Router, body::Body, middleware, routing::any};
        use tower::ServiceExt;
        let admission = Admission::new();
        let router: Router = Router::new()
            .route("/", any(|| async {}))
            .layer(middleware::from_fn_with_state(Arc::clone(&admission), admit));
        let ask = || router.clone().oneshot(Request::post("/").body(Body::empty()).unwrap());
        assert_eq!(ask().await.unwrap().status(), StatusCode::OK);
        let all = admission.places.acquire_many(PLACES_KIB).await.unwrap();
        assert_eq!(ask().await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(all);
        assert_eq!(ask().await.unwrap().status(), StatusCode::OK);
    }

    #[test]
    fn a_request_without_a_body_takes_the_least() {
        let body = axum::body::Body::empty();
        assert_eq!(weight_kib(body.size_hint().upper()), LEAST_KIB);
    }
}
