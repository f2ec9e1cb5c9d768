//! Models, their publishers and their benchmark figures.

use std::collections::BTreeSet;

use domain::model::{Modality, Task};

use super::super::build::{Skipped, makes_embeddings};
use super::super::dates::day;
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::names::display_name;
use super::super::scalar::{license, model_id_of, owned, score, slug_of, url};
use super::Shape;
use super::offering::attributes;
use crate::catalog::import::feed::{Attributes, Feed, Model, Publisher, ScoreRecord};

/// Reads all models, in the order of their ids.
pub(super) fn read(
    models: &Object<'_, '_>,
    feed: &mut Feed,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    for (id, node) in models.iter() {
        let fields = node.object()?;
        model_id_of(&fields.at, id)?;
        let publisher = publisher_of(id, &fields)?;
        if feed.publishers.last().is_none_or(|p| p.slug != publisher) {
            let name = display_name(publisher);
            feed.publishers.push(Publisher {
                slug: publisher.to_owned(),
                name,
                ..Publisher::default()
            });
        }
        let attributes = attributes(id, &fields, Shape::Nested, skipped)?;
        feed.models.push(Model {
            slug: id.to_owned(),
            publisher: publisher.to_owned(),
            name: fields.opt("name", owned)?.unwrap_or_else(|| id.to_owned()),
            description: None,
            tasks: tasks(id, &attributes),
            attributes,
            has_all_tasks: false,
            license: fields.opt("license", license)?.flatten(),
            lifecycle: None,
            legacy_on: None,
            retires_on: None,
            retires_source: None,
            successor: None,
            seen: None,
            seen_source: None,
            aliases: Vec::new(),
            source: None,
            also: Vec::new(),
        });
        fields.opt("benchmarks", |node| scores(id, node, feed, skipped))?;
    }
    // Ids are in order, but `a-b/x` comes before `a/x`.
    feed.publishers.sort_by(|a, b| a.slug.cmp(&b.slug));
    feed.publishers.dedup();
    Ok(())
}

fn publisher_of<'i>(id: &'i str, fields: &Object<'_, '_>) -> Result<&'i str, FeedError> {
    let Some((publisher, _)) = id.split_once('/') else {
        return Err(fields
            .at
            .error("an id that starts with a publisher and a slash", id));
    };
    slug_of(&fields.at, publisher)?;
    Ok(publisher)
}

/// What a model is used for. The feed does not say, so it follows from what
/// comes out and, where that is text, from the name:
///
/// 1. A name with `embed`, `rerank`, `moderation` or `ocr` says it itself.
/// 2. Sound in and only text out is transcription.
/// 3. Pictures, video or sound come out: that is the task.
/// 4. Text comes out: chat, and code if the name has `code`, `codex`,
///    `codestral` or `devstral`.
pub(super) fn tasks(id: &str, attributes: &Attributes) -> Vec<Task> {
    let name = id.to_ascii_lowercase();
    if makes_embeddings(&name) {
        return vec![Task::Embedding];
    }
    for (word, task) in [
        ("rerank", Task::Rerank),
        ("moderation", Task::Moderation),
        ("ocr", Task::Ocr),
    ] {
        if name.contains(word) {
            return vec![task];
        }
    }
    if attributes.inputs == [Modality::Audio] && attributes.outputs == [Modality::Text] {
        return vec![Task::Transcription];
    }
    let out = |modality| attributes.outputs.contains(&modality);
    let code = ["code", "codex", "codestral", "devstral"]
        .iter()
        .any(|word| name.contains(word));
    let found = [
        (out(Modality::Text), Task::Chat),
        (out(Modality::Text) && code, Task::Code),
        (out(Modality::Image), Task::Image),
        (out(Modality::Video), Task::Video),
        (out(Modality::Audio), Task::Speech),
    ];
    found
        .into_iter()
        .filter_map(|(applies, task)| applies.then_some(task))
        .collect()
}

fn scores(
    id: &str,
    node: Node<'_, '_>,
    feed: &mut Feed,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    let mut seen = BTreeSet::new();
    for row in node.list()?.iter() {
        let row = row.object()?;
        let word = |key| Ok::<_, FeedError>(row.opt(key, owned)?.unwrap_or_default());
        let metric = word("metric")?;
        let setting = [word("variant")?, word("harness")?];
        let record = ScoreRecord {
            model: id.to_owned(),
            benchmark: row.need("name", owned)?,
            version: word("version")?,
            category: word("dataset")?,
            variant: setting
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            score: row.need("score", score)?,
            unit: if is_share(&metric) {
                "percent".to_owned()
            } else {
                String::new()
            },
            metric,
            date: row.opt("date", day)?,
            source: None,
            url: row.opt("source", url)?.flatten(),
        };
        let r = &record;
        let key = (
            &r.benchmark,
            &r.version,
            &r.category,
            &r.metric,
            &r.variant,
            r.date,
        );
        if seen.insert(format!("{key:?}")) {
            feed.scores.push(record);
        } else {
            skipped.add("benchmarks that repeat another row");
        }
    }
    Ok(())
}

/// Whether a metric counts successes out of a hundred.
fn is_share(metric: &str) -> bool {
    metric.contains("percent") || metric.contains("rate") || metric == "resolved"
}
