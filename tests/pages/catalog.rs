//! The catalog page.

use domain::catalog_query::CatalogQuery;
use tests::TestApp;

/// The number beside the heading.
fn total(page: &str) -> usize {
    let (_, rest) = page.split_once("catalog__count").expect("a count");
    let text = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
    text.chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn the_address_is_the_whole_state() {
    let app = TestApp::starter().await;
    let address =
        "/models?q=claude&can=tools&provider=amazon-bedrock&sort=input&view=table&density=compact";
    let page = app.get(address).await.text();
    let snapshot = app.services.catalog.snapshot();
    let query = CatalogQuery::from_pairs([
        ("q", "claude"),
        ("can", "tools"),
        ("provider", "amazon-bedrock"),
        ("sort", "input"),
    ])
    .unwrap();
    let results = snapshot.find(&query);
    assert_eq!(total(&page), results.total);
    assert!(results.total > 3);
    let places: Vec<_> = results
        .entries
        .iter()
        .map(|e| page.find(&format!("href=\"{}\"", e.href)).unwrap())
        .collect();
    assert!(places.is_sorted(), "rows stand in the order of the query");
    assert!(page.contains("table--compact"));
    for (name, value) in [("provider", "amazon-bedrock"), ("can", "tools")] {
        let at = page
            .find(&format!("name=\"{name}\" value=\"{value}\""))
            .unwrap();
        assert!(
            page[at..at + 120]
                .split('>')
                .next()
                .unwrap()
                .contains("checked"),
            "{name}={value} is ticked"
        );
    }
}

#[tokio::test]
async fn counts_are_what_choosing_the_value_gives() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for start in [
        "",
        "q=claude",
        "can=tools&in=image",
        "provider=azure&deployment=serverless_regional",
        "price=1&open=1",
        "retention=unknown&provider=azure",
    ] {
        let pairs: Vec<_> = start.split('&').filter_map(|p| p.split_once('=')).collect();
        let query = CatalogQuery::from_pairs(pairs).unwrap();
        for (facet, values) in &snapshot.find(&query).facets() {
            let chosen = facet.chosen(&query);
            for (value, count) in values
                .iter()
                .take(8)
                .filter(|(v, _)| !chosen.contains(&v.word))
            {
                // A value of a facet with alternatives is counted as if alone.
                let all = matches!(facet.parameter(), "can" | "in" | "out");
                let alone = chosen
                    .iter()
                    .filter(|_| !all)
                    .fold(query.clone(), |q, word| q.without(facet.parameter(), word));
                let expected = snapshot
                    .find(&alone.with(facet.parameter(), &value.word))
                    .total;
                assert_eq!(
                    *count,
                    expected as u64,
                    "{start}: {}={}",
                    facet.parameter(),
                    value.word
                );
            }
        }
    }
}

/// Sizes of context have counts like every other filter.
#[tokio::test]
async fn sizes_of_context_are_counted_under_the_other_filters() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for start in [
        "",
        "q=claude&context=200000",
        "context=123456&can=tools",
        "provider=azure&price=1",
        "task=embedding",
        "provider=nobody",
    ] {
        let pairs: Vec<_> = start.split('&').filter_map(|p| p.split_once('=')).collect();
        let query = CatalogQuery::from_pairs(pairs).unwrap();
        let alone = CatalogQuery {
            context_min: None,
            ..query.clone()
        };
        let counts = snapshot.find(&query).contexts();
        let own = query.context_min.filter(|size| *size == 123_456);
        assert_eq!(counts.len(), 5 + usize::from(own.is_some()), "{start}");
        assert!(counts.iter().is_sorted(), "{start}: the smallest first");
        let page = app.get(&query.href("/models")).await.text();
        for (size, count) in counts {
            let sized = CatalogQuery {
                context_min: Some(size),
                ..alone.clone()
            };
            let expected = snapshot.find(&sized).total;
            assert_eq!(count, expected as u64, "{start}: {size}");
            let option = page.split("<option").find(|part| {
                part.starts_with(&format!(" value=\"{size}\"")) && part.contains(" tokens (")
            });
            let option = option.expect("a size to choose");
            assert!(option.contains(&format!(" tokens ({count})<")), "{option}");
            assert_eq!(option.contains("data-empty"), count == 0, "{option}");
        }
    }
}

#[tokio::test]
async fn highest_prices_are_counted_under_the_other_filters() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for start in [
        "",
        "price=1",
        "q=claude&price=3.1",
        "provider=azure&price=1&context=200000",
        "provider=azure&provider=openrouter&region=eastus",
        "deployment=batch",
        "task=embedding",
        "provider=nobody",
    ] {
        let pairs: Vec<_> = start.split('&').filter_map(|p| p.split_once('=')).collect();
        let query = CatalogQuery::from_pairs(pairs).unwrap();
        let counts = snapshot.find(&query).prices();
        let own = start.contains("price=3.1");
        assert_eq!(counts.len(), 6 + usize::from(own), "{start}");
        assert!(counts.iter().is_sorted(), "{start}: the lowest first");
        let page = app.get(&query.href("/models")).await.text();
        for (max, count) in counts {
            let asked = CatalogQuery {
                price_max: Some(max),
                ..query.clone()
            };
            let expected = snapshot.find(&asked).total;
            assert_eq!(count, expected as u64, "{start}: {max}");
            let option = format!("label=\"{} ({count})\"", max.dollars());
            assert!(page.contains(&option), "{start}: {option}");
        }
    }
}

/// A chip says what it filters and by which value, on every page that has some.
#[tokio::test]
async fn chips_say_what_they_filter() {
    let app = TestApp::starter().await;
    let filters =
        "retention=none&region=nowhere-1&can=tools&open=1&context=200000&price=1.5&q=claude";
    for path in ["/models", "/quality"] {
        let page = app.get(&format!("{path}?{filters}")).await.text();
        let chips: Vec<_> = page.split("class=\"chip\"").skip(1).collect();
        assert_eq!(chips.len(), 7, "{path}");
        for (group, value) in [
            ("Search", "“claude”"),
            ("Capability", "Tool calling"),
            ("Region", "nowhere-1 (unknown)"),
            ("Retention", "Nothing kept"),
            ("Weights", "Open weights"),
            ("Context", "200K or more"),
            ("Input price", "$1.5 or less"),
        ] {
            let chip = chips
                .iter()
                .find(|chip| chip.contains(&format!("chip__group\">{group}<")))
                .unwrap_or_else(|| panic!("{path}: no chip {group}"));
            let chip = chip.split("</a>").next().unwrap_or_default();
            assert!(chip.contains(value), "{path}: {chip}");
        }
    }
}

#[tokio::test]
async fn pages_show_everything_once() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for sort in [
        "relevance",
        "popular",
        "newest",
        "input",
        "output",
        "blended",
        "context",
        "ttft",
        "throughput",
        "offerings",
        "name",
    ] {
        let query = CatalogQuery::from_pairs([("sort", sort)]).unwrap();
        let first = snapshot.find(&query);
        let mut seen = Vec::new();
        for page in 1..=first.pages {
            seen.extend(
                snapshot
                    .find(&query.at_page(page))
                    .entries
                    .iter()
                    .map(|e| e.index),
            );
        }
        assert_eq!(seen.len(), first.total, "{sort}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), first.total, "{sort}: nothing twice");
    }
}

#[tokio::test]
async fn unknown_figures_come_last() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for (sort, known) in [("input", 0), ("context", 1), ("newest", 2)] {
        let all = snapshot.find_all(&CatalogQuery::from_pairs([("sort", sort)]).unwrap());
        let has: Vec<bool> = all
            .iter()
            .map(|e| {
                [
                    e.best.input.is_some(),
                    e.attributes.context.is_some(),
                    e.since().is_some(),
                ][known]
            })
            .collect();
        let first_unknown = has.iter().position(|k| !k).expect("some are unknown");
        assert!(has[first_unknown..].iter().all(|k| !k), "{sort}");
    }
}

#[tokio::test]
async fn nothing_found_says_what_to_drop() {
    let app = TestApp::starter().await;
    let answer = app.get("/models?q=claude&publisher=openai").await;
    let page = answer.text();
    assert_eq!((answer.status.as_u16(), total(&page)), (200, 0));
    assert!(page.contains("No model matches all of this"), "{page}");
    // Without the text 57 come back, without the publisher 16.
    assert!(page.contains("Search: “claude”"), "{page}");
}

#[tokio::test]
async fn retired_models_are_hidden_until_asked_for() {
    let app = TestApp::starter().await;
    let retired = total(&app.get("/models?lifecycle=retired").await.text());
    let shown = total(&app.get("/models").await.text());
    assert!(retired > 0);
    assert_eq!(
        retired + shown,
        app.services.catalog.snapshot().entries.len()
    );
}

#[tokio::test]
async fn the_table_shows_the_columns_that_were_chosen() {
    let app = TestApp::starter().await;
    let page = app
        .get("/models?view=table&column=context&column=input")
        .await
        .text();
    let heads = page.matches("<th scope=\"col\"").count();
    assert_eq!(heads, 3, "the name and two more");
    let (input, context) = (page.find("sort=input"), page.find("sort=context"));
    assert!(
        input < context,
        "in their fixed order, whatever the address says"
    );
    assert!(
        page.contains("column=input&amp;column=context"),
        "links carry them on"
    );
}

#[tokio::test]
async fn a_kept_view_holds_until_the_address_says_otherwise() {
    let app = TestApp::starter().await;
    let kept = app
        .post_form("/display", "q=claude&view=table&density=compact", "")
        .await;
    assert_eq!(kept.status, 303);
    assert_eq!(kept.header("location"), "/models?q=claude");
    let cookie = kept
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(cookie, "display=view=table&density=compact");
    let cookie = [("cookie", cookie.as_str())];
    let page = app.get_with("/models", &cookie).await.text();
    assert!(page.contains("table--compact") && !page.contains("formaction=\"/display\""));
    let cards = app.get_with("/models?view=cards", &cookie).await.text();
    assert!(cards.contains("model-card") && cards.contains("formaction=\"/display\""));
    let others = app.get("/models").await.text();
    assert!(others.contains("model-card"), "others see their own");
    let broken = app.post_form("/display", "view=circle", "").await;
    assert_eq!(broken.status, 422);
}

/// Neither a page of somebody nor one drawn because their session could not be read.
#[tokio::test]
async fn no_page_of_somebody_is_shown_to_others() {
    let app = TestApp::starter().await;
    let ann = app.person("ann@acme.example").await;
    let own = ann.browser.get("/models").await;
    assert!(own.text().contains("/sign-out"));
    assert_eq!(own.header("cache-control"), "no-store");
    let session = ann.browser.cookie("__Host-session").unwrap();
    // The library that reads cookies decodes their names; browsers do not.
    for name in ["__Host-session", "%5F%5FHost-session", "%5f_Host%2Dsession"] {
        for address in ["/models", "/", "/providers"] {
            let cookie = format!("theme=light; {name}={session}");
            let page = app.get_with(address, &[("cookie", &cookie)]).await;
            let is_own = name == "__Host-session";
            assert_eq!(page.text().contains("/sign-out"), is_own, "{name}");
            let light = [("cookie", "theme=light")];
            let others = app.get_with(address, &light).await;
            assert!(!others.text().contains("/sign-out"), "{name} {address}");
            assert_eq!(others.header("cache-control"), "private, no-cache");
        }
    }
    let ended = [("cookie", "__Host-session=AAAAAAAAAAAAAAAAAAAAAA")];
    let page = app.get_with("/models", &ended).await;
    assert_eq!(page.header("cache-control"), "private, no-cache");
    assert!(page.header("vary").contains("cookie"));
}

#[tokio::test]
async fn a_view_is_kept_with_the_account() {
    let app = TestApp::starter().await;
    let ann = app.person("ann@acme.example").await;
    let (one, other) = (&ann.browser, app.session_of(ann.user.0).await);
    let form = [("view", "table"), ("column", "context"), ("q", "claude")];
    let kept = one.post("/display", &form).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    assert_eq!(kept.header("location"), "/models?q=claude");
    let page = other.get("/models").await.text();
    assert!(page.contains("<table") && !page.contains("model-card"));
    // What was kept before is kept on.
    other.post("/display", &[("density", "compact")]).await;
    let page = one.get("/models").await.text();
    assert!(page.contains("table--compact"), "in every browser");
    let nobody = app.get("/models").await.text();
    assert!(nobody.contains("model-card"), "others see their own");
}

#[tokio::test]
async fn two_filters_to_blame_are_named_together() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let nowhere = [
        ("q", "claude"),
        ("provider", "groq"),
        ("publisher", "openai"),
        ("task", "image"),
    ];
    let query = CatalogQuery::from_pairs(nowhere).unwrap();
    let single = query
        .filters()
        .all(|(name, value)| snapshot.find(&query.without(name, &value)).total == 0);
    assert!(single, "no single filter is to blame");
    let suggestion = snapshot.suggest(&query).unwrap();
    assert_eq!(suggestion.dropped.len(), 2);
    assert_eq!(snapshot.find(&suggestion.query).total, suggestion.total);
    let page = app.get(&query.href("/models")).await.text();
    assert!(page.contains("Removing these two"), "{page}");
}
