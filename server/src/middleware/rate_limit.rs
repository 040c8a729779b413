//! How much one user or address may ask of REST, and headers that say how much is left
//! (draft-ietf-httpapi-ratelimit-headers-07). Counted in this process: a guard against floods, not an account.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use studio_core::OpCtx;

use crate::http::problem::Problem;

/// Requests a minute unless configured: a guard against runaway programs that 500 a second do not meet.
const DEFAULT: NonZeroU32 = NonZeroU32::new(60_000).unwrap();
/// Above so many callers, those who were quiet are forgotten.
const MANY: usize = 10_000;

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Counts requests per user or address.
#[derive(Clone)]
pub(crate) struct ApiLimiter {
    limiter: Arc<Limiter>,
    clock: DefaultClock,
    rate: NonZeroU32,
}

/// What is left after a request.
struct Left {
    remaining: u32,
    retry_after: Option<Duration>,
}

impl ApiLimiter {
    /// So many a minute, all of which may come at once.
    pub(crate) fn new(rate: Option<NonZeroU32>) -> Self {
        let rate = rate.unwrap_or(DEFAULT);
        let limiter = RateLimiter::keyed(Quota::per_minute(rate)).with_middleware::<StateInformationMiddleware>();
        Self { limiter: Arc::new(limiter), clock: DefaultClock::default(), rate }
    }

    fn hit(&self, who: &String) -> Left {
        if self.limiter.len() > MANY {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(who) {
            Ok(state) => Left { remaining: state.remaining_burst_capacity(), retry_after: None },
            Err(until) => Left { remaining: 0, retry_after: Some(until.wait_time_from(self.clock.now())) },
        }
    }

    /// Seconds until all of it may be used again.
    fn reset(&self, remaining: u32) -> u64 {
        let used = u64::from(self.rate.get().saturating_sub(remaining));
        (used * 60).div_ceil(u64::from(self.rate.get()))
    }
}

/// Counts the request, refuses it past the limit, and says how much is left.
pub(crate) async fn rate_limit(State(limiter): State<ApiLimiter>, request: Request, next: Next) -> Response {
    let Some(ctx) = request.extensions().get::<OpCtx>() else { return next.run(request).await };
    let who = ctx.user().map_or_else(|_| format!("address {}", ctx.client), |(id, _)| format!("user {id}"));
    let lang = ctx.lang;
    let left = limiter.hit(&who);
    let mut response = match left.retry_after {
        None => next.run(request).await,
        Some(wait) => {
            let retry_after_s = wait.as_secs() + 1;
            Problem::from(model::Error::TooManyRequests { retry_after_s }).in_lang(lang).into_response()
        }
    };
    let headers = response.headers_mut();
    set(headers, "ratelimit-limit", limiter.rate.get().into());
    set(headers, "ratelimit-remaining", left.remaining.into());
    set(headers, "ratelimit-reset", limiter.reset(left.remaining));
    response
}

fn set(headers: &mut HeaderMap, name: &'static str, value: u64) {
    headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_share_of_their_own() {
        let limiter = ApiLimiter::new(NonZeroU32::new(2));
        let (ada, eve) = ("user ada".to_owned(), "user eve".to_owned());
        assert_eq!(limiter.hit(&ada).remaining, 1);
        assert_eq!(limiter.hit(&ada).remaining, 0);
        assert!(limiter.hit(&ada).retry_after.is_some_and(|wait| wait <= Duration::from_secs(30)));
        assert!(limiter.hit(&eve).retry_after.is_none());
        assert_eq!((limiter.reset(2), limiter.reset(1), limiter.reset(0)), (0, 30, 60));
    }
}
