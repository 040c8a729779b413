//! How the Studio authenticates to a server: the kind, and the fields of each kind.

use leptos::prelude::*;
use model::ServerAuthKind;

use super::overview::auth_name;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Choice, PasswordInput, RadioGroup, TextArea, TextInput, use_form};

/// The kinds with their fields; the style shows those of the chosen kind. Nothing that is stored comes back: what is left
/// empty stays. Where it may not stay, because the address leads elsewhere, the fields of the stored kind say so.
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
    let missing = |of: ServerAuthKind| kind != of;
    // Only what is stored can be wanted again, so the chosen kind is that kind.
    let again = use_form().error_of("auth", i18n);
    let again_for = move |of: ServerAuthKind| Signal::derive(move || again.get().filter(|_| kind == of));
    let (token_again, username_again, headers_again) =
        (again_for(ServerAuthKind::Bearer), again_for(ServerAuthKind::Basic), again_for(ServerAuthKind::Headers));
    let required = t!(i18n, "field-error-required");
    let password_again = Signal::derive(move || username_again.get().map(|_| required.clone()));
    view! {
        <div class="server-auth">
            <RadioGroup name="auth[kind]" legend=t!(i18n, "server-auth") choices value=kind.as_str() />
            <div class="server-auth__fields server-auth__fields--bearer">
                <PasswordInput
                    name="auth[token]"
                    label=t!(i18n, "server-token")
                    help=token_help
                    required=missing(ServerAuthKind::Bearer)
                    error=token_again
                />
            </div>
            <div class="server-auth__fields server-auth__fields--basic">
                <TextInput
                    name="auth[username]"
                    label=t!(i18n, "server-username")
                    autocomplete="off"
                    required=missing(ServerAuthKind::Basic)
                    error=username_again
                />
                <PasswordInput
                    name="auth[password]"
                    label=t!(i18n, "server-password")
                    help=password_help
                    required=missing(ServerAuthKind::Basic)
                    error=password_again
                />
            </div>
            <div class="server-auth__fields server-auth__fields--headers">
                <TextArea
                    name="auth[secret_headers]"
                    label=t!(i18n, "server-headers")
                    help=headers_help
                    mono=true
                    rows=4
                    required=missing(ServerAuthKind::Headers)
                    error=headers_again
                />
            </div>
        </div>
    }
}
