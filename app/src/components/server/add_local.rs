//! The Studio's own host as a server, in one click.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::server::AddLocalServer;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, ErrorPanel, IconName, Variant, action_error};

/// The button that starts a draft for the Studio's own host and goes to its validation.
#[component]
pub fn AddLocalServerButton(
    /// Slug of the organization.
    #[prop(into)]
    org: String,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
) -> impl IntoView {
    let action = ServerAction::<AddLocalServer>::new();
    let error = action_error(action);
    view! {
        <ActionForm action>
            <input type="hidden" name="org" value=org />
            <Button submit=true variant icon=IconName::Monitor busy=action.pending()>
                {t!(use_i18n(), "server-add-local")}
            </Button>
        </ActionForm>
        {move || error.get().map(|error| view! { <ErrorPanel error /> })}
    }
}
