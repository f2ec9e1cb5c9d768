//! Fields of forms. They show what was sent and what is wrong with it when the
//! form is drawn again.

use leptos::prelude::*;

use super::format::escaped;
use super::{Icon, IconSize};
use crate::actions::Sent;

/// What was sent with this request; nothing if the page was only opened.
pub fn sent() -> Sent {
    use_context::<Sent>().unwrap_or_default()
}

/// What is wrong, above the form, with a link to each field.
#[component]
pub fn FormErrors() -> impl IntoView {
    let errors = sent().errors().to_vec();
    (!errors.is_empty()).then(|| {
        let items = errors
            .into_iter()
            .map(|(field, message)| {
                let words = sentence(&field, &message);
                view! { <li><a href=format!("#{field}")>{words}</a></li> }
            })
            .collect_view();
        view! { <div class="form-error" role="alert" tabindex="-1" autofocus=true><ul>{items}</ul></div> }
    })
}

/// A message that begins with a small letter goes on from the name of its
/// field; others are sentences of their own.
fn sentence(field: &str, message: &str) -> String {
    if message.starts_with(char::is_lowercase) {
        let name = field.replace('_', " ");
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        format!(
            "{}{} {message}",
            first.unwrap_or_default(),
            letters.as_str()
        )
    } else {
        message.to_owned()
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// Its name for people.
    label: &'static str,
    /// `text`, `email`, `password` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it at first.
    #[prop(into, default = String::new())]
    value: String,
    /// What to know before filling it in.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The browser's word for what belongs here.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Longest text.
    #[prop(default = 254)]
    max: u16,
    /// Whether people begin here when the page opens.
    #[prop(optional)]
    focus: bool,
    /// The keyboard of a telephone that fits, such as `numeric`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
) -> impl IntoView {
    let sent = sent();
    // A password is never written into a page.
    let value = match sent.find(name) {
        Some(_) if kind == "password" => String::new(),
        Some(value) => value.to_owned(),
        None => value,
    };
    let error = sent.error(name).map(str::to_owned);
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = match (&hint, &error) {
        (Some(_), Some(_)) => Some(format!("{hint_id} {error_id}")),
        (Some(_), None) => Some(hint_id.clone()),
        (None, Some(_)) => Some(error_id.clone()),
        (None, None) => None,
    };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label r#for=name>{label}{optional.then(|| view! { <span class="muted">" (optional)"</span> })}</label>
            <input class="input" id=name name=name r#type=kind value=value autocomplete=autocomplete maxlength=max.to_string() autofocus=focus inputmode=inputmode
                aria-describedby=described aria-invalid=invalid required=!optional/>
            {hint.map(|text| view! { <p class="field__hint" id=hint_id>{text}</p> })}
            {error.map(|text| view! { <p class="field__error" id=error_id><Icon name="circle-alert" size=IconSize::Small/>{sentence(label, &text)}</p> })}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// Its name for people.
    label: &'static str,
    /// What stands in it at first.
    #[prop(into, default = String::new())]
    value: String,
    /// What to know before filling it in.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Longest text.
    max: usize,
) -> impl IntoView {
    let sent = sent();
    let value = sent.find(name).map_or(value, str::to_owned);
    // Leptos does not escape what stands in a text area.
    let text = escaped(&value).into_owned();
    let error = sent.error(name).map(str::to_owned);
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let ids = [
        hint.is_some().then(|| hint_id.clone()),
        error.is_some().then(|| error_id.clone()),
    ];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label r#for=name>{label}{optional.then(|| view! { <span class="muted">" (optional)"</span> })}</label>
            <textarea class="input" id=name name=name maxlength=max.to_string()
                aria-describedby=described aria-invalid=invalid required=!optional inner_html=text></textarea>
            {hint.map(|text| view! { <p class="field__hint" id=hint_id>{text}</p> })}
            {error.map(|text| view! { <p class="field__error" id=error_id><Icon name="circle-alert" size=IconSize::Small/>{sentence(label, &text)}</p> })}
        </div>
    }
}

/// Boxes of which several can be ticked, each with a line about it.
#[component]
pub fn Boxes(
    /// The name under which they are sent.
    name: &'static str,
    /// What they are, for people.
    label: &'static str,
    /// Word, name and explanation of each.
    options: Vec<(&'static str, &'static str, &'static str)>,
    /// The words that are ticked at first.
    #[prop(optional)]
    ticked: Vec<String>,
) -> impl IntoView {
    let sent = sent();
    let ticked: Vec<String> = if sent.is_empty() {
        ticked
    } else {
        sent.all(name).map(str::to_owned).collect()
    };
    let error = sent.error(name).map(str::to_owned);
    let boxes = options
        .into_iter()
        .map(|(word, title, about)| {
            let checked = ticked.iter().any(|t| t == word);
            view! {
                <li><label class="choice">
                    <input r#type="checkbox" name=name value=word checked=checked/>
                    <span><strong>{title}</strong><small>{about}</small></span>
                </label></li>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=name tabindex="-1">
            <legend>{label}</legend>
            {error.map(|text| view! { <p class="field__error"><Icon name="circle-alert" size=IconSize::Small/>{sentence(label, &text)}</p> })}
            <ul class="choices">{boxes}</ul>
        </fieldset>
    }
}

/// A list of which one is chosen.
#[component]
pub fn Choice(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// Its name for people.
    label: &'static str,
    /// Value and words of each.
    options: Vec<(String, String)>,
    /// What is chosen at first.
    #[prop(into, default = String::new())]
    value: String,
    /// What to know before choosing.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let sent = sent();
    let value = sent.find(name).map_or(value, str::to_owned);
    let error = sent.error(name).map(str::to_owned);
    let options = options
        .into_iter()
        .map(|(word, text)| {
            let selected = word == value;
            view! { <option value=word selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label r#for=name>{label}</label>
            <span class="select-box">
                <select class="select" id=name name=name>{options}</select>
                <Icon name="chevrons-up-down" size=IconSize::Small/>
            </span>
            {hint.map(|text| view! { <p class="field__hint">{text}</p> })}
            {error.map(|text| view! { <p class="field__error"><Icon name="circle-alert" size=IconSize::Small/>{sentence(label, &text)}</p> })}
        </div>
    }
}

/// One value of a filter, or all of them; its name is for screen readers.
pub fn filter_choice(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: AnyView,
) -> AnyView {
    view! {
        <label class="select-box">
            <span class="sr-only">{label}</span>
            <select class="select" name=name><option value="">{all}</option>{options}</select>
            <Icon name="chevrons-up-down" size=IconSize::Small/>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn messages_are_sentences() {
        assert_eq!(sentence("time_zone", "is unknown"), "Time zone is unknown");
        assert_eq!(sentence("email", "Wrong."), "Wrong.");
    }
}
