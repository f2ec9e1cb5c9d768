//! The form in which people describe a month of their own use.

use domain::catalog_query::encode;
use domain::workload::Workload;
use leptos::prelude::*;

use super::Icon;

/// The parameters in an address, in the order of the form.
pub const NAMES: [&str; 5] = ["requests", "input", "output", "cached", "batch"];
const LABELS: [&str; 5] = [
    "Calls a month",
    "Input tokens a call",
    "Output tokens a call",
    "Cached input, %",
    "Batch, %",
];
/// Longest text of a field that is kept; a number has 13 characters.
const MAX_TYPED: usize = 40;

/// A workload as somebody typed it, with what cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedWorkload {
    /// The text of each field; `None` where none was given.
    typed: [Option<String>; 5],
    values: [u32; 5],
    /// The name of each wrong field and what is wrong with it.
    pub errors: Vec<(&'static str, String)>,
}

impl TypedWorkload {
    /// Reads decoded parameters. Fields that are empty or not given take the
    /// default; the last one of several counts.
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        let default = Workload::default();
        let mut read = Self {
            typed: [const { None }; 5],
            values: [
                default.requests,
                default.input,
                default.output,
                u32::from(default.cached_percent),
                u32::from(default.batch_percent),
            ],
            errors: Vec::new(),
        };
        for (i, name) in NAMES.into_iter().enumerate() {
            let given = pairs
                .iter()
                .rev()
                .find(|(n, v)| n == name && !v.trim().is_empty());
            let Some((_, text)) = given else { continue };
            match if i < 3 { count(text) } else { percent(text) } {
                Ok(n) => read.values[i] = n,
                Err(reason) => read.errors.push((name, reason)),
            }
            read.typed[i] = Some(text.chars().take(MAX_TYPED).collect());
        }
        read
    }

    /// Whether any field was given.
    pub fn is_given(&self) -> bool {
        self.typed.iter().any(Option::is_some)
    }

    /// The workload, if every field can be understood.
    pub fn workload(&self) -> Option<Workload> {
        let percent = |i: usize| u8::try_from(self.values[i]).unwrap_or(100);
        self.errors.is_empty().then(|| Workload {
            requests: self.values[0],
            input: self.values[1],
            output: self.values[2],
            cached_percent: percent(3),
            batch_percent: percent(4),
        })
    }

    /// The fields that were given, as they stand in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let given = |i: usize| self.typed[i].as_ref().map(|_| self.shown(i));
        NAMES
            .into_iter()
            .enumerate()
            .filter_map(|(i, name)| Some((name, given(i)?)))
            .collect()
    }

    /// All fields, so that an address says the whole workload.
    pub fn all_pairs(&self) -> Vec<(&'static str, String)> {
        NAMES
            .into_iter()
            .enumerate()
            .map(|(i, name)| (name, self.shown(i)))
            .collect()
    }

    /// What stands in a field: what was typed if it is wrong, else the number.
    fn shown(&self, i: usize) -> String {
        let wrong = self.errors.iter().any(|(name, _)| *name == NAMES[i]);
        match &self.typed[i] {
            Some(text) if wrong => text.clone(),
            _ => self.values[i].to_string(),
        }
    }
}

/// A whole number. Groups of digits may be set apart as people do; a group has
/// three digits, so that `1.5` or `1,5` is never read as fifteen.
fn count(text: &str) -> Result<u32, String> {
    const WRONG: &str = "must be a whole number from 0 to 4,000,000,000";
    let text = text.trim();
    let is_gap = |c: char| matches!(c, ',' | '_' | '\'' | '\u{2019}') || c.is_whitespace();
    let groups: Vec<&str> = text.split(is_gap).collect();
    let well_formed = groups.len() == 1
        || groups.first().is_some_and(|g| (1..=3).contains(&g.len()))
            && groups.iter().skip(1).all(|g| g.len() == 3);
    let digits = groups.concat();
    if !well_formed || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(WRONG.to_owned());
    }
    match digits.parse::<u32>() {
        Ok(n) if n <= 4_000_000_000 => Ok(n),
        _ => Err(WRONG.to_owned()),
    }
}

/// A whole percentage, with or without its sign.
fn percent(text: &str) -> Result<u32, String> {
    let digits = text.trim().trim_end_matches('%').trim_end();
    match digits.parse::<u8>() {
        Ok(n) if n <= 100 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(u32::from(n)),
        _ => Err("must be a whole number from 0 to 100".to_owned()),
    }
}

/// Parameters as a query string.
pub fn query_string<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let parts: Vec<_> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    parts.join("&")
}

/// The five fields and a button. They read as text, because a number field
/// would throw away what it cannot read.
#[component]
pub fn WorkloadForm(
    /// What was typed.
    typed: TypedWorkload,
    /// Where the form leads.
    action: &'static str,
    /// What else belongs to the address.
    hidden: Vec<(&'static str, String)>,
    /// Whether it is one of many things shown, so that it must not take the focus.
    #[prop(optional)]
    still: bool,
) -> impl IntoView {
    let fields = (0..NAMES.len())
        .map(|i| field(&typed, i, still))
        .collect_view();
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| view! { <input r#type="hidden" name=name value=value/> });
    view! {
        {summary(&typed)}
        <form class="panel workload" action=action method="get" aria-label="Workload">
            {hidden.collect_view()}
            {fields}
            <button class="button button--primary"><Icon name="refresh-cw"/>"Update"</button>
        </form>
    }
}

fn field(typed: &TypedWorkload, i: usize, still: bool) -> AnyView {
    let name = NAMES[i];
    let error = typed
        .errors
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, reason)| reason.clone());
    let described = error.as_ref().map(|_| format!("{name}-error"));
    let invalid = error.as_ref().map(|_| "true");
    // The first wrong field is where the person goes on, also without scripts.
    let first = !still && typed.errors.first().is_some_and(|(n, _)| *n == name);
    view! {
        <div class="field">
            <label for=name>{LABELS[i]}</label>
            <input class="input num" id=name name=name value=typed.shown(i) inputmode="numeric" autocomplete="off"
                maxlength=MAX_TYPED.to_string() autofocus=first aria-invalid=invalid aria-describedby=described.clone()/>
            {error.map(|reason| view! { <p class="field__error" id=described><Icon name="circle-alert"/>{reason}</p> })}
        </div>
    }
    .into_any()
}

fn summary(typed: &TypedWorkload) -> Option<AnyView> {
    let items = typed.errors.iter().map(|(name, reason)| {
        let label = NAMES
            .iter()
            .position(|n| n == name)
            .map_or("", |i| LABELS[i]);
        view! { <li><a href=format!("#{name}")>{format!("{label}: {reason}")}</a></li> }
    });
    (!typed.errors.is_empty()).then(|| {
        view! {
            <div class="form-error" role="alert" tabindex="-1">
                <strong>"The workload cannot be read"</strong>
                <ul>{items.collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> TypedWorkload {
        let owned: Vec<_> = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        TypedWorkload::from_pairs(&owned)
    }

    #[test]
    fn numbers_as_people_write_them() {
        for text in [
            "1200000",
            "1,200,000",
            "1 200 000",
            "1\u{a0}200\u{a0}000",
            "1_200_000",
            "1'200'000",
            " 1,200,000 ",
        ] {
            assert_eq!(count(text), Ok(1_200_000), "{text:?}");
        }
        for text in [
            "1.5",
            "1,5",
            "12,00",
            "1,2000",
            "-1",
            "+1",
            "1e6",
            "abc",
            "4000000001",
            "99999999999999",
            ",100",
        ] {
            assert!(count(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn percentages() {
        assert_eq!(
            (
                percent("40"),
                percent("40 %"),
                percent("100%"),
                percent("0")
            ),
            (Ok(40), Ok(40), Ok(100), Ok(0))
        );
        for text in ["101", "-1", "+5", "4.5", "x", "%"] {
            assert!(percent(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn empty_fields_take_the_default() {
        let typed = read(&[("requests", ""), ("m", "a")]);
        assert!(!typed.is_given());
        assert_eq!(typed.workload(), Some(Workload::default()));
        assert_eq!(typed.pairs(), []);
    }

    #[test]
    fn wrong_fields_are_named_and_keep_what_was_typed() {
        let typed = read(&[("requests", "10,000"), ("cached", "lots"), ("batch", "20")]);
        assert_eq!(typed.workload(), None);
        assert_eq!(
            typed.errors.iter().map(|(n, _)| *n).collect::<Vec<_>>(),
            ["cached"]
        );
        let text = |s: &str| s.to_owned();
        assert_eq!(
            typed.pairs(),
            [
                ("requests", text("10000")),
                ("cached", text("lots")),
                ("batch", text("20"))
            ]
        );
    }

    #[test]
    fn the_last_of_several_counts() {
        assert_eq!(
            read(&[("input", "1"), ("input", "2")])
                .workload()
                .map(|w| w.input),
            Some(2)
        );
    }
}
