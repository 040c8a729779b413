//! What became of a lost execution: what somebody found out, or the question.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{ExecutionId, ExecutionState, ExecutionView, Resolution, Verdict};

use crate::api::execution::ResolveExecution;
use crate::i18n::use_i18n;
use crate::ui::{
    Button, Callout, Card, Choice, FormActions, FormFrame, RadioGroup, TextArea, Time, Tone, Variant, action_error,
};
use crate::{paths, t};

/// Of a lost execution: asks what became of it, or tells what somebody found out. Nothing for any other.
#[component]
pub fn LostExecution(
    /// Slug of the organization.
    org: String,
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
) -> impl IntoView {
    let id = execution.with_untracked(|e| e.id);
    let resolve = ServerAction::<ResolveExecution>::new();
    let lost = Memo::new(move |_| execution.with(|e| (e.state == ExecutionState::Lost).then(|| e.resolution.clone())));
    move || match lost.get() {
        None => ().into_any(),
        Some(Some(resolution)) => view! { <Resolved org=org.clone() resolution /> }.into_any(),
        Some(None) => view! { <ResolveForm org=org.clone() id resolve /> }.into_any(),
    }
}

#[component]
fn Resolved(org: String, resolution: Resolution) -> impl IntoView {
    let i18n = use_i18n();
    let Resolution { verdict, by, at, note, execution_id } = resolution;
    let again = execution_id.map(|id| paths::execution(&org, id));
    view! {
        <Callout tone=Tone::Info title=i18n.text(&format!("execution-verdict-{}", verdict.as_str().replace('_', "-")), &[])>
            <p>{t!(i18n, "execution-resolved-by", name = by)} " " <Time at /></p>
            {note.map(|note| view! { <p>{note}</p> })}
            {again.map(|href| view! { <a href=href>{t!(i18n, "execution-resolved-again")}</a> })}
        </Callout>
    }
}

#[component]
fn ResolveForm(org: String, id: ExecutionId, resolve: ServerAction<ResolveExecution>) -> impl IntoView {
    let i18n = use_i18n();
    let verdicts = Verdict::ALL.iter().map(move |verdict| {
        let key = format!("execution-verdict-{}", verdict.as_str().replace('_', "-"));
        Choice::new(verdict.as_str(), i18n.text(&key, &[])).with_help(i18n.text(&format!("{key}-help"), &[]))
    });
    view! {
        <Card title=t!(i18n, "execution-resolve-title")>
            <ActionForm action=resolve attr:novalidate=true>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=id.to_string() />
                <FormFrame id="resolve" error=action_error(resolve)>
                    <p>{t!(i18n, "execution-resolve-text")}</p>
                    <RadioGroup
                        name="verdict"
                        legend=t!(i18n, "execution-resolve-verdict")
                        choices=verdicts.collect()
                        value=Verdict::Done.as_str()
                    />
                    <TextArea name="note" label=t!(i18n, "execution-resolve-note") value="" rows=2 maxlength=2000_u32 />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary busy=resolve.pending()>
                            {t!(i18n, "execution-resolve-submit")}
                        </Button>
                    </FormActions>
                </FormFrame>
            </ActionForm>
        </Card>
    }
}
