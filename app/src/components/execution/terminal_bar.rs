//! The bar under the terminal: how the execution stands, and what can be done with the screen.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use model::ExecutionId;
use web_sys::Element;

use super::state::ExecutionBadge;
use super::terminal_download::DownloadMenu;
use super::terminal_first_error::{FirstErrorButton, Found};
use super::terminal_look::Look;
use super::terminal_session::{Connection, SessionSignals, SessionSlot};
use super::terminal_start::Start;
use super::time::ExecutionTime;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, CopyButton, Icon, IconButton, IconName, Variant, use_clock};

/// What the buttons of the bar act on.
#[derive(Clone, Copy)]
pub(super) struct Controls {
    /// The viewer, while there is one.
    pub(super) session: SessionSlot,
    /// What it tells.
    pub(super) signals: SessionSignals,
    /// How the screen looks.
    pub(super) look: Look,
    /// What fills the screen on demand.
    pub(super) frame: NodeRef<html::Div>,
    /// What the search for the first error came to.
    pub(super) found: Found,
}

impl Controls {
    /// The end of the output is in sight and stays there; not where the viewer ends before.
    fn is_following(self) -> bool {
        self.signals.following.get() && self.signals.start.get().to().is_none()
    }

    fn toggle_following(self) {
        if self.signals.start.get_untracked().to().is_some() {
            return self.signals.start.set(self.signals.execution.with_untracked(Start::of));
        }
        let following = self.signals.following.get_untracked();
        self.session.with(|s| if following { s.screen().leave_end() } else { s.screen().scroll_to_end() });
    }

    fn text(self) -> String {
        let mut text = String::new();
        self.session.with(|s| text = s.screen().text());
        text
    }

    fn toggle_full_screen(self) {
        // Browsers refuse where the page may not fill the screen; nothing changes then.
        match document().fullscreen_element() {
            Some(_) => document().exit_fullscreen(),
            None => self.frame.with_untracked(|frame| {
                _ = frame.as_ref().map(|frame| AsRef::<Element>::as_ref(frame).request_fullscreen());
            }),
        }
    }
}

/// State, time, exit code and connection; then the controls.
#[component]
pub(super) fn TerminalBar(org: String, id: ExecutionId, controls: Controls) -> impl IntoView {
    let i18n = use_i18n();
    let SessionSignals { execution, connection, .. } = controls.signals;
    let state = Signal::derive(move || execution.read().state);
    let reason = Signal::derive(move || execution.read().reason);
    let exit_code =
        { move || execution.read().exit_code.map(|code| t!(i18n, "execution-exit-code-is", code = code.to_string())) };
    let open = move || controls.session.is_filled();
    let of = org.clone();
    view! {
        <div class="viewer__bar">
            <div class="viewer__facts">
                <ExecutionBadge state reason />
                <ExecutionTime execution />
                <span class="viewer__fact">{exit_code}</span>
                <ConnectionWord connection=connection.into() />
            </div>
            <div class="viewer__controls">
                <Show when=open>
                    <ScreenControls org=of.clone() id controls />
                </Show>
                <DownloadMenu org id />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ConnectionWord(connection: Signal<Connection>) -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let look = move || match connection.get() {
        Connection::Connecting => ("connecting", t!(i18n, "execution-connection-connecting")),
        Connection::Live => ("live", t!(i18n, "execution-connection-live")),
        Connection::Ended => ("ended", t!(i18n, "execution-connection-ended")),
        Connection::Reconnecting(at) => {
            let seconds = clock.now().map_or(0, |now| at.signed_duration_since(now).num_seconds().max(0) + 1);
            ("broken", t!(i18n, "execution-connection-reconnecting", seconds = seconds))
        }
    };
    let alive = clock.is_alive();
    view! {
        <Show when=move || alive.get()>
            {
                move || {
                    let (word, text) = look();
                    view! { <span class=format!("connection connection--{word}")>{text}</span> }
                }
            }
        </Show>
    }
}

#[component]
fn ScreenControls(org: String, id: ExecutionId, controls: Controls) -> impl IntoView {
    let i18n = use_i18n();
    let Controls { signals, look, found, .. } = controls;
    let (on, off) = (t!(i18n, "execution-terminal-following"), t!(i18n, "execution-terminal-jump"));
    view! {
        <FindForm controls />
        <FirstErrorButton org id signals found />
        <Button
            small=true
            variant=Variant::Ghost
            icon=IconName::ArrowDown
            on_click=Callback::new(move |_| controls.toggle_following())
            {..}
            aria-pressed=move || pressed(controls.is_following())
        >
            {move || if controls.is_following() { on.clone() } else { off.clone() }}
        </Button>
        <IconButton
            icon=IconName::WrapText
            label=t!(i18n, "execution-terminal-wrap")
            on_click=Callback::new(move |_| look.toggle_wrap())
            {..}
            aria-pressed=move || pressed(look.wrap.get())
        />
        <FontSizeButton look by=-1 />
        <FontSizeButton look by=1 />
        <CopyButton text=Signal::derive(move || controls.text()) />
        <IconButton
            icon=IconName::Maximize
            label=t!(i18n, "execution-terminal-full-screen")
            on_click=Callback::new(move |_| controls.toggle_full_screen())
        />
    }
}

fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

#[component]
fn FontSizeButton(look: Look, by: i32) -> impl IntoView {
    let i18n = use_i18n();
    let (words, label) = match by {
        ..0 => ("A−", t!(i18n, "execution-terminal-smaller")),
        _ => ("A+", t!(i18n, "execution-terminal-larger")),
    };
    view! {
        <Button
            small=true
            variant=Variant::Ghost
            on_click=Callback::new(move |_| look.change_font_size(by))
            {..}
            aria-label=label.clone()
            data-tooltip=label
        >
            {words}
        </Button>
    }
}

/// Finds words on the screen and in what was scrolled off it: Enter goes down, Shift and Enter up.
#[component]
fn FindForm(controls: Controls) -> impl IntoView {
    let i18n = use_i18n();
    let label = t!(i18n, "execution-terminal-find");
    let input = NodeRef::<html::Input>::new();
    let none = RwSignal::new(false);
    let find = move |back: bool| {
        let words = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        if words.is_empty() {
            none.set(false);
        } else {
            controls.session.with(|s| none.set(!s.screen().find(&words, back)));
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        find(false);
    };
    view! {
        <form class="viewer__find" role="search" on:submit=on_submit>
            <Icon name=IconName::Search />
            <input
                class="input viewer__find-input"
                type="search"
                placeholder=label.clone()
                aria-label=label
                aria-invalid=move || none.get().then_some("true")
                node_ref=input
                on:keydown=move |event| {
                    if event.key() == "Enter" && event.shift_key() {
                        event.prevent_default();
                        find(true);
                    }
                }
            />
            <span class="viewer__fact" role="status">
                {move || none.get().then(|| t!(i18n, "execution-terminal-find-none"))}
            </span>
        </form>
    }
}
