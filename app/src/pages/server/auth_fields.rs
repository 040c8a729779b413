//! How the Studio authenticates to a server: the kind, and the fields of each kind.

use leptos::prelude::*;
use model::ServerAuthKind;

use super::overview::auth_name;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Choice, PasswordInput, RadioGroup, TextArea, TextInput};

/// The kinds with their fields; the style shows those of the chosen kind. Nothing that is stored comes back: what is left
/// empty stays.
#[component]
pub(super) fn AuthFields(
    /// The kind of the credentials there are.
    kind: ServerAuthKind,
) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = [ServerAuthKind::None, ServerAuthKind::Bearer, ServerAuthKind::Basic, ServerAuthKind::Headers];
    let choices = kinds.map(|kind| Choice::new(kind.as_str(), auth_name(&i18n, kind))).to_vec();
    let token_help = match kind {
        ServerAuthKind::Bearer => t!(i18n, "server-token-kept"),
        _ => t!(i18n, "server-token-help"),
    };
    let password_help = match kind {
        ServerAuthKind::Basic => t!(i18n, "server-password-kept"),
        _ => t!(i18n, "server-password-help"),
    };
    let headers_help = match kind {
        ServerAuthKind::Headers => t!(i18n, "server-headers-kept"),
        _ => t!(i18n, "server-headers-help"),
    };
    view! {
        <div class="server-auth">
            <RadioGroup name="auth[kind]" legend=t!(i18n, "server-auth") choices value=kind.as_str() />
            <div class="server-auth__fields server-auth__fields--bearer">
                <PasswordInput name="auth[token]" label=t!(i18n, "server-token") help=token_help />
            </div>
            <div class="server-auth__fields server-auth__fields--basic">
                <TextInput name="auth[username]" label=t!(i18n, "server-username") autocomplete="off" />
                <PasswordInput name="auth[password]" label=t!(i18n, "server-password") help=password_help />
            </div>
            <div class="server-auth__fields server-auth__fields--headers">
                <TextArea
                    name="auth[secret_headers]"
                    label=t!(i18n, "server-headers")
                    help=headers_help
                    mono=true
                    rows=4
                />
            </div>
        </div>
    }
}
