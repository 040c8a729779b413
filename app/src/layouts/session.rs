//! Who is signed in and which organization the page is about.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::SessionView;

use crate::api::{ApiResult, user};

/// Who is signed in; loaded once for the frame and everything in it.
pub type SessionResource = Resource<ApiResult<Option<SessionView>>>;

/// Loads the session for this frame. The document waits for it, so that the frame is whole without a program.
pub(super) fn provide_session() -> SessionResource {
    let session = Resource::new_blocking(|| (), |()| user::session());
    provide_context(session);
    session
}

/// Who is signed in. Within [`super::AppShell`] this is the frame's own copy.
pub fn use_session() -> SessionResource {
    use_context().unwrap_or_else(provide_session)
}

/// The slug of the organization in the URL; empty outside of one.
pub fn use_org() -> Signal<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("org").unwrap_or_default()).into()
}
