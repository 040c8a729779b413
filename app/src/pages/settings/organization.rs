//! The organization's name, its word in URLs, and how much it keeps of its executions.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{MembershipView, OrganizationView, Role};

use super::frame::{Kept, SettingsFrame};
use crate::api::organization::UpdateOrganization;
use crate::i18n::use_i18n;
use crate::layouts::{use_org, use_session};
use crate::t;
use crate::ui::{
    Button, Card, FormActions, FormFrame, KeyValue, KeyValues, Skeleton, TextInput, Time, Variant, action_error, loaded,
};

/// A form for those who may rename the organization; the others read.
#[component]
pub fn SettingsOrganizationPage() -> impl IntoView {
    let update = ServerAction::<UpdateOrganization>::new();
    let org = use_org();
    let session = use_session();
    // The switcher shows the name too: both live on the same copy.
    Effect::new(move |before: Option<usize>| {
        let version = update.version().get();
        if before.is_some_and(|before| before != version) {
            session.refetch();
        }
        version
    });
    view! {
        <SettingsFrame>
            <Card title=t!(use_i18n(), "settings-organization-title")>
                {loaded(
                    session,
                    || view! { <Skeleton lines=5 /> }.into_any(),
                    move |session| {
                        let slug = org.get_untracked();
                        let here = session.and_then(|s| s.memberships.into_iter().find(|m| m.organization.slug == slug));
                        here.map(|membership| view! { <Settings membership update /> }).into_any()
                    },
                )}
            </Card>
        </SettingsFrame>
    }
}

#[component]
fn Settings(membership: MembershipView, update: ServerAction<UpdateOrganization>) -> impl IntoView {
    let MembershipView { organization, role } = membership;
    // The policy decides; this spares the others a form that would be refused.
    if matches!(role, Role::Owner | Role::Admin) {
        view! { <NameForm organization update /> }.into_any()
    } else {
        let name = organization.name.clone();
        view! {
            <KeyValues>
                <KeyValue label=t!(use_i18n(), "organization-name")>{name}</KeyValue>
                <KeyValue label=t!(use_i18n(), "organization-retention")>{organization.retention_days}</KeyValue>
                <KeyValue label=t!(use_i18n(), "organization-output-cap")>{organization.output_cap_mib}</KeyValue>
            </KeyValues>
            <Facts organization />
        }
        .into_any()
    }
}

#[component]
fn NameForm(organization: OrganizationView, update: ServerAction<UpdateOrganization>) -> impl IntoView {
    let i18n = use_i18n();
    let kept = Signal::derive(move || matches!(&*update.value().read(), Some(Ok(()))) && !update.pending().get());
    let (org, name) = (organization.slug.clone(), organization.name.clone());
    view! {
        <ActionForm action=update attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <FormFrame id="organization" error=action_error(update)>
                <TextInput
                    name="name"
                    label=t!(i18n, "organization-name")
                    help=t!(i18n, "organization-name-help")
                    value=name
                    autocomplete="organization"
                    maxlength=80_u32
                    required=true
                />
                <TextInput
                    name="retention_days"
                    label=t!(i18n, "organization-retention")
                    help=t!(i18n, "organization-retention-help")
                    value=organization.retention_days.to_string()
                    kind="number"
                    required=true
                />
                <TextInput
                    name="output_cap_mib"
                    label=t!(i18n, "organization-output-cap")
                    help=t!(i18n, "organization-output-cap-help")
                    value=organization.output_cap_mib.to_string()
                    kind="number"
                    required=true
                />
                <Facts organization />
                <FormActions>
                    <Button submit=true variant=Variant::Primary busy=update.pending()>
                        {t!(i18n, "settings-save")}
                    </Button>
                    <Kept when=kept text=t!(i18n, "settings-saved") />
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

/// What cannot be changed.
#[component]
fn Facts(organization: OrganizationView) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <KeyValues>
            <KeyValue label=t!(i18n, "organization-slug")>
                <code>{organization.slug}</code>
                <p class="field__help">{t!(i18n, "organization-slug-help")}</p>
            </KeyValue>
            <KeyValue label=t!(i18n, "organization-since")>
                <Time at=organization.created_at />
            </KeyValue>
        </KeyValues>
    }
}
