//! Going from page to page.

use domain::money::grouped;
use leptos::prelude::*;

use super::Icon;

/// Links to the pages of a list; nothing beyond the last one, where whoever draws
/// it says so. `href` makes the address of a page.
pub fn pager(
    page: u32,
    pages: u32,
    total: usize,
    size: usize,
    href: &dyn Fn(u32) -> String,
) -> AnyView {
    if pages <= 1 || page > pages {
        return ().into_any();
    }
    let first = (page as usize - 1) * size + 1;
    let last = (page as usize * size).min(total);
    let shown = format!(
        "{}\u{2013}{} of {}",
        grouped(first as i128),
        grouped(last as i128),
        grouped(total as i128)
    );
    let numbers = numbers(page, pages)
        .into_iter()
        .map(|n| match n {
            None => view! { <li><span class="pager__gap">"…"</span></li> }.into_any(),
            Some(n) => {
                let current = (n == page).then_some("page");
                view! { <li><a href=href(n) aria-current=current>{n}</a></li> }.into_any()
            }
        })
        .collect_view();
    let back = view! { <Icon name="chevron-left"/>"Previous" };
    let on = view! { "Next"<Icon name="chevron-right"/> };
    view! {
        <nav class="pager" aria-label="Pages">
            <p>{shown}</p>
            <ul>
                <li class="pager__step">{step(page > 1, || href(page - 1), "prev", back.into_any())}</li>
                {numbers}
                <li class="pager__step">{step(page < pages, || href(page + 1), "next", on.into_any())}</li>
            </ul>
        </nav>
    }
    .into_any()
}

/// The links of a list without numbers: on to what is older, and from there
/// back to the newest. `what` says what is listed, such as `messages`.
pub fn older_pager(what: &str, newest: Option<String>, older: Option<String>) -> Option<AnyView> {
    if newest.is_none() && older.is_none() {
        return None;
    }
    let newest = newest.map(|href| {
        let words = format!("Newest {what}");
        view! { <a href=href>{words}</a> }
    });
    let older = older.map(|href| {
        let words = format!("Older {what}");
        view! { <li class="pager__step"><a href=href rel="next">{words}<Icon name="chevron-right"/></a></li> }
    });
    Some(
        view! { <nav class="pager" aria-label="Pages"><p>{newest}</p><ul>{older}</ul></nav> }
            .into_any(),
    )
}

fn step(
    possible: bool,
    href: impl FnOnce() -> String,
    rel: &'static str,
    words: AnyView,
) -> AnyView {
    if possible {
        view! { <a href=href() rel=rel>{words}</a> }.into_any()
    } else {
        view! { <span aria-disabled="true">{words}</span> }.into_any()
    }
}

/// First, last and the neighbors of the current page; `None` is a gap.
fn numbers(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut wanted: Vec<u32> = [1, page.saturating_sub(1), page, page + 1, pages].into();
    wanted.retain(|n| (1..=pages).contains(n));
    wanted.sort_unstable();
    wanted.dedup();
    let mut out = Vec::new();
    for n in wanted {
        if out
            .last()
            .copied()
            .flatten()
            .is_some_and(|last: u32| n > last + 1)
        {
            out.push(None);
        }
        out.push(Some(n));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn gaps_stand_for_what_is_left_out() {
        assert_eq!(numbers(1, 2), [Some(1), Some(2)]);
        assert_eq!(
            numbers(5, 9),
            [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]
        );
    }
}
