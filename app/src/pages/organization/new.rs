//! Makes a further organization.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

use crate::api::organization::CreateOrganization;
use crate::i18n::use_i18n;
use crate::layouts::use_session;
use crate::ui::{Button, FormActions, FormFrame, Skeleton, TextInput, Variant, action_error, loaded};
use crate::{paths, t};

/// One field; whoever sends it owns the organization. Who is not signed in is sent to sign in and comes back.
#[component]
pub fn OrganizationNewPage() -> impl IntoView {
    let i18n = use_i18n();
    let create = ServerAction::<CreateOrganization>::new();
    let title = t!(i18n, "organization-new");
    view! {
        <Title text=title.clone() />
        <h1 class="auth__title">{title}</h1>
        <p class="auth__text">{t!(i18n, "organization-new-intro")}</p>
        {loaded(
            use_session(),
            || view! { <Skeleton lines=3 /> }.into_any(),
            move |session| match session {
                Some(_) => view! { <NewForm create /> }.into_any(),
                None => view! { <Redirect path=paths::sign_in_then(&paths::organization_new()) /> }.into_any(),
            },
        )}
        <p class="auth__other">
            <a href=paths::home()>{t!(i18n, "organization-new-back")}</a>
        </p>
    }
}

#[component]
fn NewForm(create: ServerAction<CreateOrganization>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ActionForm action=create attr:novalidate=true>
            <FormFrame id="organization" error=action_error(create)>
                <TextInput
                    name="name"
                    label=t!(i18n, "organization-name")
                    help=t!(i18n, "organization-name-help")
                    autocomplete="organization"
                    maxlength=80_u32
                    required=true
                    autofocus=true
                />
                <FormActions>
                    <Button submit=true variant=Variant::Primary busy=create.pending()>
                        {t!(i18n, "organization-new-submit")}
                    </Button>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}
