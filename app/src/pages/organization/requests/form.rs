//! The form that asks for access.

use domain::access::{DataClass, Environment, UseCase};
use leptos::prelude::*;

use super::prefill::Draft;
use crate::components::form::{Choice, FormErrors, TextArea, TextField};

/// Longest number with its groups: `4,000,000,000`.
const NUMBER: u16 = 13;

/// The form. `path` is the list of requests, `projects` are those that can ask.
pub(super) fn form(
    path: &str,
    offering: i64,
    projects: Vec<(String, String)>,
    draft: &Draft,
) -> AnyView {
    let action = format!("{path}/new?offering={offering}");
    // There is nothing to choose from.
    let project = match projects.as_slice() {
        [(only, _)] => only.clone(),
        _ => draft.project.clone(),
    };
    let until = draft.until.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <form class="org-form stack" method="post" action=action>
            <FormErrors/>
            <input r#type="hidden" name="offering" value=offering.to_string()/>
            <Choice name="project" label="Project" options=or_none("Choose a project", projects) value=project
                hint="Access and cost belong to it."/>
            <TextArea name="use_case" label="Use case" max=UseCase::MAX value=draft.use_case.clone()
                hint="Who will use it, and for what. Whoever decides reads it."/>
            <Choice name="data_class" label="Data class" options=data_classes() value=draft.data_class
                hint="The most sensitive data that would be sent."/>
            <Choice name="environment" label="Environment" options=environments() value=draft.environment/>
            <TextField name="requests" label="Calls a month" inputmode="numeric" max=NUMBER value=draft.volume.requests.to_string()/>
            <TextField name="input" label="Input tokens a call" inputmode="numeric" max=NUMBER value=draft.volume.input.to_string()/>
            <TextField name="output" label="Output tokens a call" inputmode="numeric" max=NUMBER value=draft.volume.output.to_string()/>
            <TextField name="until" label="Wanted until" kind="date" optional=true value=until
                hint="The last day. Left empty, it has no end."/>
            <div class="cluster">
                <button class="button button--primary">"Send request"</button>
                <a class="button button--quiet" href=path.to_owned()>"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}

/// Options that begin with none of them.
fn or_none(words: &str, options: Vec<(String, String)>) -> Vec<(String, String)> {
    let none = (String::new(), words.to_owned());
    std::iter::once(none).chain(options).collect()
}

fn data_classes() -> Vec<(String, String)> {
    let classes = DataClass::ALL.iter().map(|class| {
        let words = format!("{}: {}", class.label(), class.about());
        (class.as_str().to_owned(), words)
    });
    or_none("Choose a data class", classes.collect())
}

fn environments() -> Vec<(String, String)> {
    let all = Environment::ALL.iter();
    let all = all.map(|e| (e.as_str().to_owned(), e.label().to_owned()));
    or_none("Choose an environment", all.collect())
}
