//! A region whose data arrives later, may be absent for a reason, and is kept fresh.

use leptos::prelude::*;
use leptos::reactive::computed::suspense::SuspenseContext;
use leptos_router::{hooks::use_url, location::Url};
use model::Error;
use serde::{Serialize, de::DeserializeOwned};

use super::{Awaited, ErrorPanel, use_clock, use_on_its_way};
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
    // Another address was asked for: what is shown is still that of before. Looked at here, for a setter that `Transition` is
    // given runs on the server too, where it waits for a lock that it holds.
    let await_another = move || {
        let (Some(on_its_way), Some(suspense)) = (use_on_its_way(), use_context::<SuspenseContext>()) else { return };
        Effect::new(move |_: Option<Option<Awaited>>| {
            let loads = suspense.tasks.with(|tasks| !tasks.is_empty());
            let here = url.get_untracked();
            let of_before = last.with_value(|last| last.as_ref().is_some_and(|(there, _)| *there != here));
            (loads && of_before).then(|| on_its_way.begin())
        });
    };
    let content = move || {
        await_another();
        let view = view.clone();
        Suspend::new(async move {
            let here = url.get_untracked();
            let data = resource.await;
            #[cfg(feature = "ssr")]
            beyond_the_first_look().await;
            match data {
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

/// On the server a Suspense looks through its content for pending resources, also outside of the request, and throws away
/// what it made; only then it makes the content to be sent. A resource made by a view that is thrown away shifts the ids by
/// which the browser finds the data of the later ones (ADR 0006): so no view is made before the look is over.
#[cfg(feature = "ssr")]
async fn beyond_the_first_look() {
    let mut looked = false;
    std::future::poll_fn(move |cx| {
        if std::mem::replace(&mut looked, true) {
            return std::task::Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

/// Seconds between two looks where somebody tells of changes.
const BEHIND: i64 = 60;

/// Loads again while the page is in sight: in a rhythm, and when somebody says that something changed.
#[derive(Clone, Copy, Debug)]
pub struct Poll {
    rhythm: StoredValue<Rhythm>,
    changes: RwSignal<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Rhythm {
    /// Seconds between two looks; 0 for none.
    every: i64,
    /// Something changed since the last look.
    changed: bool,
}

impl Rhythm {
    /// Whether to look now, so many seconds after the last time; `told` of changes, one looks by oneself only now and then.
    fn is_due(self, seconds: i64, told: bool) -> bool {
        let every = if told { self.every.max(BEHIND) } else { self.every };
        (self.changed && seconds > 0) || (self.every > 0 && seconds >= every)
    }
}

impl Poll {
    /// Calls `load` in the rhythm that [`Poll::every`] says; not at all before it says one.
    pub fn new(load: impl Fn() + 'static) -> Self {
        Self::told(load, Signal::stored(false))
    }

    /// As [`Poll::new`], but only once a minute while `told`: then somebody calls [`Poll::hurry`].
    pub fn told(load: impl Fn() + 'static, told: Signal<bool>) -> Self {
        let rhythm = StoredValue::new(Rhythm::default());
        let changes = RwSignal::new(0_u64);
        let clock = use_clock();
        Effect::new(move |last: Option<i64>| {
            changes.track();
            let Some(now) = clock.now().map(|now| now.timestamp()) else { return 0 };
            let last = last.filter(|last| *last > 0).unwrap_or(now);
            if document().hidden() || !rhythm.get_value().is_due(now - last, told.get_untracked()) {
                return last;
            }
            rhythm.update_value(|rhythm| rhythm.changed = false);
            load();
            now
        });
        Self { rhythm, changes }
    }

    /// From now on every so many seconds; 0 stops it.
    pub fn every(self, seconds: i64) {
        self.rhythm.update_value(|rhythm| rhythm.every = seconds);
    }

    /// Something changed: loads again, at once unless that was done within this second.
    pub fn hurry(self) {
        self.rhythm.try_update_value(|rhythm| rhythm.changed = true);
        self.changes.try_update(|changes| *changes += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_in_its_rhythm_and_seldom_while_it_is_told_of_changes() {
        let rhythm = Rhythm { every: 2, changed: false };
        assert!(!rhythm.is_due(1, false) && rhythm.is_due(2, false));
        assert!(!rhythm.is_due(BEHIND - 1, true) && rhythm.is_due(BEHIND, true));
        assert!(!Rhythm::default().is_due(1_000, false), "stopped");
    }

    #[test]
    fn changes_are_looked_at_once_a_second() {
        let changed = Rhythm { every: 0, changed: true };
        assert!(!changed.is_due(0, true) && changed.is_due(1, true) && changed.is_due(1, false));
    }
}
