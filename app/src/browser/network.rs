//! The network coming and going, as the browser tells it.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle, set_timeout_with_handle};
use leptos::prelude::window_event_listener_untyped;

/// Listens until it is dropped.
pub(super) struct Listener(Option<WindowListenerHandle>);

impl Listener {
    /// The network is gone. A socket hears of that only after its next pings.
    pub(super) fn on_offline(act: impl Fn() + 'static) -> Self {
        Self(Some(window_event_listener_untyped("offline", move |_| act())))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.remove();
        }
    }
}

/// Something to be done after a wait, or as soon as the network is back; dropped, it is not done.
pub struct Again {
    timer: Option<TimeoutHandle>,
    _online: Listener,
}

impl Again {
    /// Does `act` after `wait`, and when the network comes back. Drop it where it acts: it would act again.
    pub fn after(wait: Duration, act: impl Fn() + Clone + 'static) -> Self {
        let timer = set_timeout_with_handle(act.clone(), wait);
        if let Err(error) = &timer {
            leptos::logging::error!("no timer for the next connection: {error:?}");
        }
        Self { timer: timer.ok(), _online: Listener(Some(window_event_listener_untyped("online", move |_| act()))) }
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}
