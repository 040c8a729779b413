//! The bar under the terminal: how the execution stands, and what can be done with the screen.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use model::ExecutionView;
use web_sys::Element;

use super::state::ExecutionBadge;
use super::terminal_session::{Connection, SessionSlot};
use super::time::ExecutionTime;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, Icon, IconButton, IconName, LinkButton, Variant, use_clock};

/// Smallest and largest height of a character, in CSS pixels.
const FONT_SIZES: (u32, u32) = (9, 24);

/// What the buttons of the bar act on.
#[derive(Clone, Copy)]
pub(super) struct Controls {
    /// The viewer, while there is one.
    pub(super) session: SessionSlot,
    /// The end of the output is in sight and stays there.
    pub(super) following: RwSignal<bool>,
    /// Height of a character in CSS pixels.
    pub(super) font_size: RwSignal<u32>,
    /// What fills the screen on demand.
    pub(super) frame: NodeRef<html::Div>,
}

impl Controls {
    fn toggle_following(self) {
        let following = self.following.get_untracked();
        self.session.with(|s| if following { s.screen().leave_end() } else { s.screen().scroll_to_end() });
    }

    fn change_font_size(self, by: i32) {
        let (least, most) = FONT_SIZES;
        self.font_size.update(|size| *size = size.saturating_add_signed(by).clamp(least, most));
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
pub(super) fn TerminalBar(
    execution: RwSignal<ExecutionView>,
    #[prop(into)] connection: Signal<Connection>,
    controls: Controls,
    download: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = Signal::derive(move || execution.read().state);
    let reason = Signal::derive(move || execution.read().reason);
    let exit_code =
        { move || execution.read().exit_code.map(|code| t!(i18n, "execution-exit-code-is", code = code.to_string())) };
    let open = move || controls.session.is_filled();
    view! {
        <div class="viewer__bar">
            <div class="viewer__facts">
                <ExecutionBadge state reason />
                <ExecutionTime execution />
                <span class="viewer__fact">{exit_code}</span>
                <ConnectionWord connection />
            </div>
            <div class="viewer__controls">
                <Show when=open>
                    <ScreenControls controls />
                </Show>
                <LinkButton href=download.clone() download=true small=true variant=Variant::Ghost icon=IconName::Download>
                    {t!(i18n, "execution-terminal-download")}
                </LinkButton>
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
fn ScreenControls(controls: Controls) -> impl IntoView {
    let i18n = use_i18n();
    let following = controls.following;
    let (on, off) = (t!(i18n, "execution-terminal-following"), t!(i18n, "execution-terminal-jump"));
    view! {
        <FindForm controls />
        <Button
            small=true
            variant=Variant::Ghost
            icon=IconName::ArrowDown
            on_click=Callback::new(move |_| controls.toggle_following())
            {..}
            aria-pressed=move || if following.get() { "true" } else { "false" }
        >
            {move || if following.get() { on.clone() } else { off.clone() }}
        </Button>
        <Button
            small=true
            variant=Variant::Ghost
            on_click=Callback::new(move |_| controls.change_font_size(-1))
            {..}
            aria-label=t!(i18n, "execution-terminal-smaller")
            data-tooltip=t!(i18n, "execution-terminal-smaller")
        >
            "A−"
        </Button>
        <Button
            small=true
            variant=Variant::Ghost
            on_click=Callback::new(move |_| controls.change_font_size(1))
            {..}
            aria-label=t!(i18n, "execution-terminal-larger")
            data-tooltip=t!(i18n, "execution-terminal-larger")
        >
            "A+"
        </Button>
        <IconButton
            icon=IconName::Maximize
            label=t!(i18n, "execution-terminal-full-screen")
            on_click=Callback::new(move |_| controls.toggle_full_screen())
        />
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
