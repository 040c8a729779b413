//! What a task does: the kind, and the fields of each kind.

use leptos::prelude::*;
use model::FieldError;

use super::tool_arguments::ToolArguments;
use super::tool_field::ToolField;
use super::values::ActionValues;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Checkbox, Choice, RadioGroup, TextArea, TextInput, submitted_value};

/// The kinds with their fields; the style shows those of the chosen kind.
#[component]
pub(super) fn ActionFields(
    /// Id of the server that is chosen.
    #[prop(into)]
    server: Signal<String>,
    /// What stands in the fields at first.
    values: ActionValues,
    /// What the server found wrong with the form.
    told: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = vec![
        Choice::new("command", t!(i18n, "task-kind-command")).with_help(t!(i18n, "task-kind-command-help")),
        Choice::new("tool_call", t!(i18n, "task-kind-call")).with_help(t!(i18n, "task-kind-call-help")),
    ];
    let kind = values.kind();
    let chosen = RwSignal::new(submitted_value("task[kind]").unwrap_or_else(|| kind.to_owned()));
    let tool = RwSignal::new(submitted_value("task[tool]").unwrap_or_else(|| values.tool.clone()));
    let call = values.clone();
    let is_call = Memo::new(move |_| *chosen.read() == "tool_call");
    view! {
        <div class="task-action">
            <div on:change=move |event| chosen.set(event_target_value(&event))>
                <RadioGroup name="task[kind]" legend=t!(i18n, "task-kind") choices=kinds value=kind />
            </div>
            <div class="task-action__fields task-action__fields--command">
                <TextArea
                    name="task[command]"
                    label=t!(i18n, "task-command")
                    help=t!(i18n, "task-command-help")
                    placeholder="uname -a; df -h"
                    value=values.command
                    rows=5
                    mono=true
                    required=true
                />
                <TextInput
                    name="task[cwd]"
                    label=t!(i18n, "task-cwd")
                    help=t!(i18n, "task-cwd-help")
                    placeholder="/srv/app"
                    value=values.cwd
                    mono=true
                    autocomplete="off"
                />
                <TextArea
                    name="task[env]"
                    label=t!(i18n, "task-env")
                    help=t!(i18n, "task-env-help")
                    placeholder="LANG=C.UTF-8"
                    value=values.env
                    rows=2
                    mono=true
                />
                <Checkbox
                    name="task[pty]"
                    label=t!(i18n, "task-field-pty")
                    help=t!(i18n, "task-field-pty-help")
                    checked=values.pty
                />
            </div>
            <div class="task-action__fields task-action__fields--call">
                <ToolField server is_call value=values.tool named=tool />
                <ToolArguments server tool=tool.into() is_call values=call told />
            </div>
        </div>
    }
    .into_any()
}
