//! What stands around a control: label above, help below, error beside.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Icon, IconName, use_form};
use crate::i18n::use_i18n;
use crate::t;

/// Ids and state that tie a control to its label, help and error.
#[derive(Clone)]
pub struct FieldIds {
    /// Id of the control.
    pub control: String,
    /// What is wrong with it, in words.
    pub error: Signal<Option<String>>,
    help: Option<String>,
    problem: String,
}

impl FieldIds {
    /// The ids of the field `name`, within the form around it. `error` wins over what the form says.
    pub fn new(name: &str, has_help: bool, error: MaybeProp<String>) -> Self {
        let form = use_form();
        let control = form.id_of(name);
        let of_form = form.error_of(name, use_i18n());
        Self {
            error: Signal::derive(move || error.get().or_else(|| of_form.get())),
            help: has_help.then(|| format!("{control}-help")),
            problem: format!("{control}-error"),
            control,
        }
    }

    /// For `aria-describedby`.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
        let (help, problem, error) = (self.help.clone(), self.problem.clone(), self.error);
        move || {
            let problem = error.read().is_some().then(|| problem.clone());
            let ids: Vec<_> = [problem, help.clone()].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + Copy + 'static {
        let error = self.error;
        move || error.read().is_some().then_some("true")
    }
}

/// Label above, control, error and help below.
#[component]
pub fn Field(
    /// Ids of the control.
    ids: FieldIds,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence below.
    #[prop(optional_no_strip, into)]
    help: Option<String>,
    /// Whether something must be entered; what may be left out says so.
    #[prop(optional)]
    required: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let optional = (!required).then(|| t!(use_i18n(), "ui-optional"));
    let problem_id = ids.problem.clone();
    let error = ids.error;
    view! {
        <div class="field">
            <label class="field__label" for=ids.control>
                {label}
                {optional.map(|word| view! { <span class="field__optional">{word}</span> })}
            </label>
            {children()}
            {move || {
                let id = problem_id.clone();
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=id>
                                <Icon name=IconName::CircleAlert />
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
            {help.map(|help| view! { <p class="field__help" id=ids.help>{help}</p> })}
        </div>
    }
}

/// Writes a value into its control whenever it changes. At first the control shows that value, or what was entered before
/// the page was alive, and keeps it.
pub fn in_step<E>(control: NodeRef<E>, value: impl Fn() -> String + 'static, write: fn(&E::Output, &str))
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |was_there: Option<bool>| {
        let value = value();
        let Some(control) = control.get() else { return false };
        if was_there == Some(true) {
            write(&control, &value);
        }
        true
    });
}
