//! The user's name, address and password.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::UserView;

use super::frame::{Kept, SettingsFrame};
use super::password::PasswordCard;
use crate::api::user::UpdateProfile;
use crate::i18n::use_i18n;
use crate::layouts::use_session;
use crate::t;
use crate::ui::{
    Button, Card, FormActions, FormFrame, KeyValue, KeyValues, Skeleton, TextInput, Time, Variant, action_error, loaded,
};

/// Name and address, then the password.
#[component]
pub fn SettingsProfilePage() -> impl IntoView {
    let update = ServerAction::<UpdateProfile>::new();
    let session = use_session();
    // The frame shows the name too: both live on the same copy.
    Effect::new(move |before: Option<usize>| {
        let version = update.version().get();
        if before.is_some_and(|before| before != version) {
            session.refetch();
        }
        version
    });
    view! {
        <SettingsFrame>
            <Card title=t!(use_i18n(), "settings-profile-title")>
                {loaded(
                    session,
                    || view! { <Skeleton lines=5 /> }.into_any(),
                    move |session| session.map(|s| view! { <ProfileForm user=s.user update /> }).into_any(),
                )}
            </Card>
            <PasswordCard />
        </SettingsFrame>
    }
}

#[component]
fn ProfileForm(user: UserView, update: ServerAction<UpdateProfile>) -> impl IntoView {
    let i18n = use_i18n();
    let kept = Signal::derive(move || matches!(&*update.value().read(), Some(Ok(()))) && !update.pending().get());
    view! {
        <ActionForm action=update attr:novalidate=true>
            <FormFrame id="profile" error=action_error(update)>
                <TextInput
                    name="name"
                    label=t!(i18n, "settings-name")
                    help=t!(i18n, "settings-name-help")
                    value=user.name
                    autocomplete="name"
                    maxlength=80_u32
                    required=true
                />
                <KeyValues>
                    <KeyValue label=t!(i18n, "settings-email")>
                        {user.email} <p class="field__help">{t!(i18n, "settings-email-help")}</p>
                    </KeyValue>
                    <KeyValue label=t!(i18n, "settings-member-since")>
                        <Time at=user.created_at />
                    </KeyValue>
                </KeyValues>
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
