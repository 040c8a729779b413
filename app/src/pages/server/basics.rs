//! The wizard's first step: name, address, credentials.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{ServerAuthKind, ServerDraftId, ServerDraftView};

use super::auth_fields::AuthFields;
use super::wizard::{BASICS_FORM, ServerWizard, Step};
use crate::api::ApiResult;
use crate::api::server::{SaveServerDraft, get_server_draft, local_server_offered};
use crate::components::server::AddLocalServerButton;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::t;
use crate::ui::{
    Button, Callout, FormFrame, Skeleton, TextArea, TextInput, Tone, Variant, action_error, loaded, loaded_or,
};

/// Asks which server; what was entered before is there again.
#[component]
pub fn ServerBasicsPage() -> impl IntoView {
    let org = use_org();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("draft"));
    let draft = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| find_draft(org, id));
    let save = ServerAction::<SaveServerDraft>::new();
    loaded_or(
        draft,
        || view! { <Skeleton lines=8 /> }.into_any(),
        move |draft| view! { <Basics org=org.get_untracked() draft save /> }.into_any(),
        failed_page,
    )
}

/// The draft named in the path, if one is.
async fn find_draft(org: String, id: Option<String>) -> ApiResult<Option<ServerDraftView>> {
    let Some(id) = id else { return Ok(None) };
    let id = id.parse().unwrap_or(ServerDraftId(uuid::Uuid::nil()));
    get_server_draft(org, id).await.map(Some)
}

#[component]
fn Basics(org: String, draft: Option<ServerDraftView>, save: ServerAction<SaveServerDraft>) -> impl IntoView {
    let i18n = use_i18n();
    let words = i18n;
    let next = move || {
        view! {
            <Button submit=true form=BASICS_FORM variant=Variant::Primary busy=save.pending()>
                {t!(words, "server-wizard-next")}
            </Button>
        }
    };
    let local = draft.is_none().then(|| view! { <OfferLocal org=org.clone() /> });
    let id = draft.as_ref().map(|draft| draft.id);
    let kind = draft.as_ref().map_or(ServerAuthKind::None, |draft| draft.auth_kind);
    view! {
        <ServerWizard org=org.clone() draft=id step=Step::Basics next>
            <h2 class="wizard__ask">{t!(i18n, "server-wizard-basics-question")}</h2>
            <div class="wizard__offer">{local}</div>
            <ActionForm action=save attr:id=BASICS_FORM attr:novalidate=true>
                <input type="hidden" name="org" value=org.clone() />
                {id.map(|id| view! { <input type="hidden" name="draft" value=id.to_string() /> })}
                <FormFrame id="server" error=action_error(save)>
                    <ServerFields
                        name=draft.as_ref().map(|d| d.name.clone()).unwrap_or_default()
                        description=draft.as_ref().and_then(|d| d.description.clone()).unwrap_or_default()
                        url=draft.as_ref().map(|d| d.url.clone()).unwrap_or_default()
                    >
                        <AuthFields kind />
                    </ServerFields>
                </FormFrame>
            </ActionForm>
        </ServerWizard>
    }
}

/// The fields of a server, for the wizard and for editing.
#[component]
pub(super) fn ServerFields(
    /// Name entered so far.
    name: String,
    /// Description entered so far.
    description: String,
    /// Address entered so far.
    url: String,
    /// The fields of its credentials.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TextInput
            name="name"
            label=t!(i18n, "server-name")
            help=t!(i18n, "server-name-help")
            value=name
            autocomplete="off"
            maxlength=80_u32
            required=true
        />
        <TextInput
            name="url"
            kind="url"
            label=t!(i18n, "server-url")
            help=t!(i18n, "server-url-help")
            value=url
            autocomplete="off"
            mono=true
            required=true
        />
        {children()}
        <TextArea
            name="description"
            label=t!(i18n, "server-description")
            help=t!(i18n, "server-description-help")
            value=description
            rows=2
            maxlength=500_u32
        />
    }
}

/// The Studio's own host in one click, where the installation allows it.
#[component]
fn OfferLocal(org: String) -> impl IntoView {
    let i18n = use_i18n();
    let of = org.clone();
    let offered = Resource::new_blocking(move || of.clone(), local_server_offered);
    let offer = move || {
        let (org, text) = (org.clone(), t!(i18n, "server-add-local-text"));
        view! {
            <Callout tone=Tone::Info>
                <p>{text}</p>
                <AddLocalServerButton org />
            </Callout>
        }
    };
    loaded(offered, || ().into_any(), move |offered| offered.then(&offer).into_any())
}
