//! A region whose data arrives later, may be absent for a reason, and is kept fresh.

use leptos::prelude::*;
use leptos_router::{hooks::use_url, location::Url};
use model::Error;
use serde::{Serialize, de::DeserializeOwned};

use super::{ErrorPanel, use_clock};
use crate::api::{ApiError, ApiResult};

/// Shows the data of a resource: a skeleton until it is there, the reason with a retry when it failed, and the old data
/// while new data is on its way. While the Studio is away the old data stays, with a word that it is old.
pub fn loaded<T, S, V>(resource: Resource<ApiResult<T>>, skeleton: S, view: V) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    S: Fn() -> AnyView + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    loaded_or(resource, skeleton, view, |error, retry| view! { <ErrorPanel error retry /> }.into_any())
}

/// As [`loaded`], with another view of a failure.
pub fn loaded_or<T, S, V>(
    resource: Resource<ApiResult<T>>,
    skeleton: S,
    view: V,
    failed: fn(Error, Callback<()>) -> AnyView,
) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    S: Fn() -> AnyView + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    let url = use_url();
    // What was shown last, and at which address: what belongs to another one is not old but wrong.
    let last = StoredValue::new(None::<(Url, T)>);
    let content = move || {
        let view = view.clone();
        Suspend::new(async move {
            let here = url.get_untracked();
            match resource.await {
                Ok(data) => {
                    last.set_value(Some((here, data.clone())));
                    view(data)
                }
                Err(ApiError(error)) => {
                    let last = last.get_value().filter(|(there, _)| error == Error::Unavailable && *there == here);
                    match last {
                        Some((_, old)) => view! {
                            <div class="error-panel--stale">
                                <ErrorPanel error retry stale=true />
                            </div>
                            {view(old)}
                        }
                        .into_any(),
                        None => failed(error, retry),
                    }
                }
            }
        })
    };
    view! { <Transition fallback=skeleton>{content}</Transition> }.into_any()
}

/// Loads again and again while the page is in sight.
#[derive(Clone, Copy, Debug)]
pub struct Poll(StoredValue<i64>);

impl Poll {
    /// Calls `load` in the rhythm that [`Poll::every`] says; not at all before it says one.
    pub fn new(load: impl Fn() + 'static) -> Self {
        let every = StoredValue::new(0_i64);
        let clock = use_clock();
        Effect::new(move |last: Option<i64>| {
            let Some(now) = clock.now().map(|now| now.timestamp()) else { return 0 };
            let last = last.filter(|last| *last > 0).unwrap_or(now);
            let every = every.get_value();
            if every == 0 || document().hidden() || now - last < every {
                return last;
            }
            load();
            now
        });
        Self(every)
    }

    /// From now on every so many seconds; 0 stops it.
    pub fn every(self, seconds: i64) {
        self.0.set_value(seconds);
    }
}
