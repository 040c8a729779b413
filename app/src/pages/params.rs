//! What the path of a page says.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// An id. A word that is none becomes the nil id, which names nothing: the server answers that it is not found.
pub fn use_id<T>(name: &'static str) -> Memo<T>
where
    T: FromStr + From<Uuid> + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).and_then(|id| id.parse().ok()).unwrap_or_else(|| Uuid::nil().into()))
}
