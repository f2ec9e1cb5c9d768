//! A catalog of any size, made up but shaped like real ones, where it is known
//! of a quarter of the offerings which model they are: six offerings a model,
//! the others are listings of their own, with names made of common words; 150
//! providers, two scores a model, three prices an offering, with nine decimals.
//! So 7,000 offerings make 5,542 entries; of the real 5,276 there are 3,986.

use std::fmt::Write as _;

use backend::PgPool;
use backend::catalog::import::{Fetched, Format, Input, import};
use tests::{Database, TestApp};

const PROVIDERS: usize = 150;
const PUBLISHERS: usize = 60;
/// One of so many offerings is of a known model.
const LINKED: usize = 4;
const OFFERINGS_A_MODEL: usize = 6;
const SCORES_A_MODEL: usize = 2;
const FAMILIES: [&str; 12] = [
    "claude", "gemini", "llama", "mistral", "qwen", "deepseek", "nova", "granite", "command",
    "phi", "kimi", "nemotron",
];
const KINDS: [&str; 8] = [
    "sonnet", "flash", "pro", "instruct", "mini", "large", "coder", "vision",
];

/// Imports a made-up catalog and says how long it took.
pub(crate) async fn fill(pool: &PgPool, offerings: usize) {
    let text = document(offerings);
    let file = Fetched {
        origin: "generated".to_owned(),
        bytes: text.into_bytes(),
        modified: None,
    };
    let started = std::time::Instant::now();
    let report = import(
        pool,
        Input {
            format: Format::Tessera,
            file,
            as_of: None,
            until: None,
            source: None,
        },
        |_| {},
    )
    .await
    .expect("an import");
    // As in real use, where autovacuum does it.
    sqlx::raw_sql("analyze")
        .execute(pool)
        .await
        .expect("statistics");
    println!(
        "imported {} offerings in {:.1} s",
        report.offerings,
        started.elapsed().as_secs_f64()
    );
}

/// A whole Tessera on a database that is filled; says how long the snapshot took.
pub(crate) async fn open(database: Database) -> TestApp {
    let started = std::time::Instant::now();
    let app = TestApp::on(database).await;
    println!("snapshot built in {:.2} s", started.elapsed().as_secs_f64());
    app
}

fn document(offerings: usize) -> String {
    let models = offerings.div_ceil(LINKED).div_ceil(OFFERINGS_A_MODEL);
    let mut out = String::from(
        r#"{"tessera_catalog":1,"as_of":"2026-11-01","source":{"slug":"made","name":"Generated"},"sources":[],"publishers":["#,
    );
    list(&mut out, PUBLISHERS, |out, i| {
        write!(out, r#"{{"slug":"publisher-{i}","name":"Publisher {i}"}}"#)
    });
    out.push_str(r#"],"providers":["#);
    list(&mut out, PROVIDERS, |out, i| {
        write!(out, r#"{{"slug":"provider-{i}","name":"Provider {i}"}}"#)
    });
    out.push_str(r#"],"regions":["#);
    list(&mut out, 20, |out, i| {
        write!(
            out,
            r#"{{"slug":"region-{i}","name":"Region {i}","country":"SE"}}"#
        )
    });
    out.push_str(r#"],"models":["#);
    list(&mut out, models, model);
    out.push_str(r#"],"offerings":["#);
    list(&mut out, offerings, offering);
    out.push_str(r#"],"scores":["#);
    list(&mut out, models * SCORES_A_MODEL, score);
    out.push_str("]}");
    out
}

fn list(
    out: &mut String,
    count: usize,
    mut one: impl FnMut(&mut String, usize) -> std::fmt::Result,
) {
    for i in 0..count {
        if i > 0 {
            out.push(',');
        }
        one(out, i).expect("text");
    }
}

fn name(i: usize) -> (String, String) {
    let (family, kind) = (
        FAMILIES[i % FAMILIES.len()],
        KINDS[i / FAMILIES.len() % KINDS.len()],
    );
    let version = i / (FAMILIES.len() * KINDS.len());
    (
        format!("{family}-{kind}-{version}"),
        format!("{family} {kind} {version}"),
    )
}

fn model(out: &mut String, i: usize) -> std::fmt::Result {
    let (slug, name) = name(i);
    let publisher = i % PUBLISHERS;
    let task = ["chat", "code", "embedding", "image"][i % 4];
    let (year, month) = (2023 + i % 4, 1 + i % 12);
    write!(
        out,
        r#"{{"id":"publisher-{publisher}/{slug}","publisher":"publisher-{publisher}","name":"{name}","family":"{name}",
        "description":"A model for measurements, with a line of text about as long as real ones are.",
        "tasks":["{task}"],{},"max_output":8192,"released":"{year}-{month:02}-15","license":"Apache-2.0","lifecycle":"active",
        "aliases":["{slug}-alias"]}}"#,
        attributes(i)
    )
}

/// What sources say of models and of offerings.
fn attributes(i: usize) -> String {
    let image = if i.is_multiple_of(3) {
        r#","image""#
    } else {
        ""
    };
    let tools = if i.is_multiple_of(2) {
        r#""tools","json_schema""#
    } else {
        r#""cache""#
    };
    format!(
        r#""inputs":["text"{image}],"outputs":["text"],"capabilities":[{tools}],"context":{}"#,
        8000 * (1 + i % 100)
    )
}

fn offering(out: &mut String, i: usize) -> std::fmt::Result {
    let (input, output) = (1 + i % 977, 3 + i % 3001);
    let region = if i % 13 < 3 {
        format!(
            r#""deployment":"serverless_regional","region":"region-{}","#,
            i / 13 % 20
        )
    } else {
        r#""deployment":"serverless_global","#.to_owned()
    };
    write!(
        out,
        r#"{{{},{region}{},"lifecycle":"active","prices":[
        {{"direction":"input","usd":"0.{input:09}","from":"2026-01-01"}},
        {{"direction":"output","usd":"{output}","from":"2026-01-01"}},
        {{"direction":"input","class":"cache_read","usd":"0.01","from":"2026-01-01"}}]}}"#,
        sold(i),
        attributes(i)
    )
}

/// Who sells what: one of the offerings of a model, or what has a name that
/// nobody else uses.
fn sold(i: usize) -> String {
    if !i.is_multiple_of(LINKED) {
        let (slug, name) = name(i);
        let provider = i * 7 % PROVIDERS;
        return format!(
            r#""provider":"provider-{provider}","upstream":"hosted/{slug}:{i}","name":"{name}""#
        );
    }
    let (at, nth) = (
        i / LINKED / OFFERINGS_A_MODEL,
        i / LINKED % OFFERINGS_A_MODEL,
    );
    let (slug, name) = name(at);
    let (publisher, provider) = (at % PUBLISHERS, (at * 7 + nth * 19) % PROVIDERS);
    format!(
        r#""provider":"provider-{provider}","model":"publisher-{publisher}/{slug}","upstream":"{slug}","name":"{name}""#
    )
}

fn score(out: &mut String, i: usize) -> std::fmt::Result {
    let (at, nth) = (i / SCORES_A_MODEL, i % SCORES_A_MODEL);
    let (slug, _) = name(at);
    write!(
        out,
        r#"{{"model":"publisher-{}/{slug}","benchmark":"bench-{nth}","score":"{}.{}","unit":"percent","date":"2026-10-01"}}"#,
        at % PUBLISHERS,
        20 + i * 7 % 79,
        i % 10
    )
}
