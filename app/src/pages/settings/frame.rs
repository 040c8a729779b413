//! What all settings have in common.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{PageHeader, Tab, Tabs};
use crate::{paths, t};

/// Title and tabs, then the settings themselves.
#[component]
pub(super) fn SettingsFrame(
    /// The settings of this tab.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org().get_untracked();
    view! {
        <PageHeader title=t!(i18n, "settings-title") />
        <Tabs label=t!(i18n, "settings-title")>
            <Tab href=paths::settings_profile(&org)>{t!(i18n, "settings-tab-profile")}</Tab>
            <Tab href=paths::settings_appearance(&org)>{t!(i18n, "settings-tab-appearance")}</Tab>
            <Tab href=paths::settings_organization(&org)>{t!(i18n, "settings-tab-organization")}</Tab>
        </Tabs>
        <div class="settings">
            {children()}
            <p>
                <a href=paths::api_docs() rel="external">
                    {t!(i18n, "docs-title")}
                </a>
            </p>
        </div>
    }
}

/// Says beside a form's button that what it sent was kept, until it is sent again.
#[component]
pub(super) fn Kept(
    /// The last answer was a good one.
    #[prop(into)]
    when: Signal<bool>,
    /// What to say.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class="form__kept" role="status">{move || when.get().then(|| text.clone())}</span> }
}
