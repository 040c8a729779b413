//! That something new is on its way to the page.

use leptos::prelude::*;

use super::use_clock;
use crate::i18n::use_i18n;
use crate::t;

/// How much the page waits for: a part of the program, the data of another address.
#[derive(Clone, Copy, Debug)]
pub struct OnItsWay(RwSignal<u32>);

/// Something the page waits for, until it is dropped.
#[derive(Debug)]
pub struct Awaited(OnItsWay);

impl OnItsWay {
    /// From now on the page waits for one thing more.
    pub fn begin(self) -> Awaited {
        self.0.try_update(|count| *count += 1);
        Awaited(self)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.0.0.try_update(|count| *count = count.saturating_sub(1));
    }
}

/// What the page waits for.
pub fn use_on_its_way() -> Option<OnItsWay> {
    use_context()
}

/// Lets the page say that it waits. Call once, at the root.
pub fn provide_on_its_way() {
    provide_context(OnItsWay(RwSignal::new(0)));
}

/// A line at the top while the page waits for what somebody asked for; not at once, for most of it comes at once.
#[component]
pub fn PageProgress() -> impl IntoView {
    let alive = use_clock().is_alive();
    let count = use_on_its_way().map(|on_its_way| on_its_way.0);
    // Until the page is alive, the browser shows that it loads.
    let calm = move || !alive.get() || count.is_none_or(|count| count.get() == 0);
    view! {
        <div class="page-progress" role="progressbar" aria-label=t!(use_i18n(), "ui-page-loading") hidden=calm></div>
    }
}
