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
pub fn FormErrors(
    /// Whether it is one of many things shown, so that it must not take the focus.
    #[prop(optional)]
    still: bool,
) -> impl IntoView {
    let sent = sent();
    (!sent.errors().is_empty()).then(|| {
        // A function, because it is called when the whole form has been put
        // together and every field has said what people call it.
        let items = move || {
            let item = |(field, message): &(String, String)| {
                let words = sentence(&sent.label(field), message);
                view! { <li><a href=format!("#{field}")>{words}</a></li> }
            };
            sent.errors().iter().map(item).collect_view()
        };
        view! { <div class="form-error" role="alert" tabindex="-1" autofocus=!still><ul>{items}</ul></div> }
    })
}

/// Hint and error of a field, and how its control refers to them.
struct Notes {
    /// For `aria-describedby`.
    ids: Option<String>,
    /// For `aria-invalid`.
    invalid: Option<&'static str>,
    hint: Option<AnyView>,
    error: Option<AnyView>,
}

impl Notes {
    /// Also says what people call the field, for [`FormErrors`].
    fn new(sent: &Sent, name: &'static str, label: &'static str, hint: Option<String>) -> Self {
        sent.call(name, label);
        let error = sent.error(name).map(|text| sentence(label, text));
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let ids = [
            hint.is_some().then(|| hint_id.clone()),
            error.is_some().then(|| error_id.clone()),
        ];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        Self {
            ids: (!ids.is_empty()).then(|| ids.join(" ")),
            invalid: error.is_some().then_some("true"),
            hint: hint.map(|text| {
                view! { <p class="field__hint" id=hint_id>{text}</p> }.into_any()
            }),
            error: error.map(|text| {
                view! { <p class="field__error" id=error_id><Icon name="circle-alert" size=IconSize::Small/>{text}</p> }
                    .into_any()
            }),
        }
    }
}

/// A message that begins with a small letter goes on from the name of its
/// field; others are sentences of their own.
fn sentence(field: &str, message: &str) -> String {
    if message.starts_with(char::is_lowercase) {
        format!("{} {message}", in_words(field))
    } else {
        message.to_owned()
    }
}

/// The name of a field as people would write it.
pub fn in_words(field: &str) -> String {
    let name = field.replace('_', " ");
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
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
    let notes = Notes::new(&sent, name, label, hint);
    view! {
        <div class="field">
            <label r#for=name>{label}{optional.then(|| view! { <span class="muted">" (optional)"</span> })}</label>
            <input class="input" id=name name=name r#type=kind value=value autocomplete=autocomplete maxlength=max.to_string() autofocus=focus inputmode=inputmode
                aria-describedby=notes.ids aria-invalid=notes.invalid required=!optional/>
            {notes.hint}
            {notes.error}
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
    let notes = Notes::new(&sent, name, label, hint);
    view! {
        <div class="field">
            <label r#for=name>{label}{optional.then(|| view! { <span class="muted">" (optional)"</span> })}</label>
            <textarea class="input" id=name name=name maxlength=max.to_string()
                aria-describedby=notes.ids aria-invalid=notes.invalid required=!optional inner_html=text></textarea>
            {notes.hint}
            {notes.error}
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
    let notes = Notes::new(&sent, name, label, None);
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
        <fieldset class="field" id=name tabindex="-1" aria-describedby=notes.ids>
            <legend>{label}</legend>
            {notes.error}
            <ul class="choices">{boxes}</ul>
        </fieldset>
    }
}

/// A list of which one is chosen. Where the first value is empty, it stands for
/// a choice that is still to be made.
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
    let notes = Notes::new(&sent, name, label, hint);
    let required = options.first().is_some_and(|(word, _)| word.is_empty());
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
                <select class="select" id=name name=name aria-describedby=notes.ids aria-invalid=notes.invalid
                    required=required>{options}</select>
                <Icon name="chevrons-up-down" size=IconSize::Small/>
            </span>
            {notes.hint}
            {notes.error}
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
