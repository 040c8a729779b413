//! Doing what was chosen, by the same server functions as the pages' buttons.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_url};
use wasm_bindgen::JsValue;

use super::entry::Act;
use crate::api::auth::SignOut;
use crate::api::execution::cancel_execution;
use crate::api::server::check_server;
use crate::api::task::run_task;
use crate::api::user::{UpdateAppearance, update_appearance};
use crate::api::{ApiError, ApiResult};
use crate::browser::post;
use crate::i18n::use_i18n;
use crate::layouts::{show_theme, use_org, use_theme};
use crate::paths;
use crate::ui::{Tone, use_toasts};

/// What does it. A refusal is told in a toast, for the palette is closed by then.
pub(super) fn use_acts() -> impl Fn(Act) + 'static {
    let (i18n, org, toasts, theme, url) = (use_i18n(), use_org(), use_toasts(), use_theme(), use_url());
    let navigate = use_navigate();
    let told = move |answer: ApiResult<()>| {
        if let Err(ApiError(error)) = answer {
            toasts.tell(Tone::Danger, i18n.error(&error));
        }
    };
    move |act: Act| {
        let org = org.get_untracked();
        match act {
            Act::Go(path) => navigate(&path, NavigateOptions::default()),
            Act::Load(path) => logged(window().location().set_href(&path)),
            Act::Run(id) => spawn_local(async move { told(run_task(org, id).await) }),
            Act::Check(id) => spawn_local(async move { told(check_server(org, id).await) }),
            Act::Cancel(id) => {
                let navigate = navigate.clone();
                spawn_local(async move {
                    let answer = cancel_execution(org.clone(), id).await;
                    if answer.is_ok() {
                        navigate(&paths::execution(&org, id), NavigateOptions::default());
                    }
                    told(answer);
                });
            }
            Act::Theme(chosen) => {
                show_theme(theme, chosen);
                spawn_local(async move { told(update_appearance(None, Some(chosen), None).await) });
            }
            Act::Language(lang) => {
                let here = url.with_untracked(|url| format!("{}?{}", url.path(), url.search()));
                let next = here.trim_end_matches('?');
                logged(post(UpdateAppearance::PATH, &[("lang", lang.as_str()), ("next", next)]));
            }
            Act::SignOut => logged(post(SignOut::PATH, &[])),
        }
    }
}

/// A browser that does not leave the page says so here.
fn logged(result: Result<(), JsValue>) {
    if let Err(error) = result {
        leptos::logging::error!("the page cannot be left: {error:?}");
    }
}
