//! The full-text index: names, ids, aliases, publishers and providers, with
//! prefixes and typos. It lives in memory and is as immutable as the snapshot.

use std::collections::BTreeSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{
    DocId, IndexReader, ReloadPolicy, Score, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
};

use super::squashed::Squashed;
use super::{Entry, Offering, Provider, Publisher};

/// Memory of the index writer while building; the smallest that tantivy takes.
const WRITER_BYTES: usize = 15_000_000;
/// Most words of a search text that are looked at.
const MAX_WORDS: usize = 8;
/// A word shorter than this is matched without typos.
const TYPO_LENGTH: usize = 3;
/// From this length on two edits are forgiven.
const TWO_TYPOS_LENGTH: usize = 8;
/// What it counts that a name begins with the whole text.
const BEGINS: f32 = 8.0;

/// What of an entry can be searched.
pub(super) struct Document<'a> {
    pub(super) name: &'a str,
    pub(super) slug: &'a str,
    pub(super) other: String,
}

pub(super) struct Index {
    reader: IndexReader,
    name: Field,
    other: Field,
    squashed: Squashed,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(MAX_WORDS)
        .collect()
}

impl Index {
    /// Indexes the documents; their order is the order of the entries.
    pub(super) fn build<'a>(
        documents: impl Iterator<Item = Document<'a>>,
    ) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let name = schema.add_text_field("name", text.clone());
        let other = schema.add_text_field("other", text);
        let entry = schema.add_u64_field("entry", FAST);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
        let mut squashed = Vec::new();
        for (i, document) in (0..).zip(documents) {
            let mut doc = TantivyDocument::new();
            doc.add_text(name, document.name);
            doc.add_text(name, document.slug);
            doc.add_text(other, &document.other);
            squashed.push((document.name, i));
            squashed.extend(document.slug.split_once('/').map(|(_, tail)| (tail, i)));
            doc.add_u64(entry, u64::from(i));
            writer.add_document(doc)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            reader,
            name,
            other,
            squashed: Squashed::new(squashed),
        })
    }

    /// The entries that match in their order, each with how well. `None` when the
    /// text has no word to search for.
    pub(super) fn search(&self, text: &str) -> tantivy::Result<Option<Vec<(u32, f32)>>> {
        let words = words(text);
        if words.is_empty() {
            return Ok(None);
        }
        let begin = self.squashed.beginning_with(text);
        // Typos are forgiven only where nothing matches as it is written: what
        // people spell right should not bring what merely looks like it.
        let mut found = self.run(&words, false)?;
        if found.is_empty() && begin.is_empty() {
            found = self.run(&words, true)?;
        }
        Ok(Some(merge(found, begin)))
    }

    fn run(&self, words: &[String], typos: bool) -> tantivy::Result<Vec<(u32, f32)>> {
        let all = words
            .iter()
            .map(|word| (Occur::Must, self.word(word, typos)))
            .collect();
        let searcher = self.reader.searcher();
        searcher.search(&BooleanQuery::new(all), &AllEntries)
    }

    /// One word: exactly, as a beginning, or with typos; in the name it counts more.
    fn word(&self, word: &str, typos: bool) -> Box<dyn Query> {
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (field, weight) in [(self.name, 3.0), (self.other, 1.0)] {
            let term = Term::from_field_text(field, word);
            any.push((
                Occur::Should,
                constant(FuzzyTermQuery::new(term.clone(), 0, true), 4.0 * weight),
            ));
            any.push((
                Occur::Should,
                constant(
                    FuzzyTermQuery::new_prefix(term.clone(), 0, true),
                    2.0 * weight,
                ),
            ));
            let length = word.chars().count();
            if typos && forgives(word) {
                let edits = if length >= TWO_TYPOS_LENGTH { 2 } else { 1 };
                any.push((
                    Occur::Should,
                    constant(FuzzyTermQuery::new(term, edits, true), weight),
                ));
            }
        }
        Box::new(BooleanQuery::new(any))
    }
}

/// Whether typos are forgiven in a word: everything is one edit away from `o3`, and
/// short words with a digit are versions and sizes.
fn forgives(word: &str) -> bool {
    let length = word.chars().count();
    length > TYPO_LENGTH || (length == TYPO_LENGTH && word.chars().all(char::is_alphabetic))
}

/// Both in the order of the entries; who is in both counts for the sum.
fn merge(mut found: Vec<(u32, f32)>, begin: Vec<u32>) -> Vec<(u32, f32)> {
    found.extend(begin.into_iter().map(|entry| (entry, BEGINS)));
    // Stable, because that merges what is in order already.
    found.sort_by_key(|(entry, _)| *entry);
    found.dedup_by(|(entry, score), (before, sum)| {
        let same = entry == before;
        if same {
            *sum += *score;
        }
        same
    });
    found
}

fn constant(query: FuzzyTermQuery, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(
        Box::new(ConstScoreQuery::new(Box::new(query), 1.0)),
        weight,
    ))
}

/// What of an entry can be searched.
pub(super) fn document<'a>(
    entry: &'a Entry,
    offerings: &[Offering],
    publishers: &[Publisher],
    providers: &[Provider],
) -> Document<'a> {
    let own = offerings.get(entry.offerings.clone()).unwrap_or_default();
    // A set, because a hundred regions of one provider say its name once.
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    for offering in own {
        texts.insert(&offering.upstream);
        // Ids too: what people call `azure` has another name.
        let provider = providers.get(offering.provider);
        texts.extend(provider.into_iter().flat_map(|p| [&*p.name, &*p.slug]));
    }
    let publisher = entry.publisher.and_then(|p| publishers.get(p));
    texts.extend(publisher.into_iter().flat_map(|p| [&*p.name, &*p.slug]));
    texts.extend(entry.attributes.family.as_deref());
    texts.extend(
        entry
            .model()
            .map(|m| m.aliases.as_slice())
            .unwrap_or_default()
            .iter()
            .map(String::as_str),
    );
    let other = texts.into_iter().collect::<Vec<_>>().join(" ");
    Document {
        name: &entry.name,
        slug: &entry.slug,
        other,
    }
}

/// Collects every match; the order is made afterwards, together with the filters.
struct AllEntries;

struct SegmentEntries {
    entry: Column<u64>,
    found: Vec<(u32, f32)>,
}

impl Collector for AllEntries {
    type Fruit = Vec<(u32, f32)>;
    type Child = SegmentEntries;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentEntries> {
        Ok(SegmentEntries {
            entry: segment.fast_fields().u64("entry")?,
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u32, f32)>>) -> tantivy::Result<Vec<(u32, f32)>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentEntries {
    type Fruit = Vec<(u32, f32)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(entry) = self.entry.first(doc).and_then(|e| u32::try_from(e).ok()) {
            self.found.push((entry, score));
        }
    }

    fn harvest(self) -> Vec<(u32, f32)> {
        self.found
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn index() -> Index {
        let docs = [
            (
                "Claude Sonnet 4.5",
                "anthropic/claude-sonnet-4-5",
                "Anthropic Amazon Bedrock claude-sonnet-4-5-20250929",
            ),
            ("GPT-4o", "openai/gpt-4o", "OpenAI Azure"),
            ("o3", "openai/o3", "OpenAI"),
            (
                "Llama 3.3 70B Instruct",
                "meta/llama-3.3-70b-instruct",
                "Meta Groq",
            ),
        ];
        Index::build(docs.into_iter().map(|(name, slug, other)| Document {
            name,
            slug,
            other: other.to_owned(),
        }))
        .unwrap()
    }

    fn best(text: &str) -> Option<u32> {
        let found = index().search(text).unwrap()?;
        found
            .into_iter()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(entry, _)| entry)
    }

    #[test]
    fn finds_by_name_id_alias_publisher_and_provider() {
        for (text, entry) in [
            ("claude", 0),
            ("sonnet 4.5", 0),
            ("bedrock", 0),
            ("20250929", 0),
            ("gpt-4o", 1),
            ("gpt4o", 1),
            ("azure", 1),
            ("o3", 2),
            ("llama 70b", 3),
            ("groq", 3),
        ] {
            assert_eq!(best(text), Some(entry), "{text}");
        }
    }

    #[test]
    fn a_name_that_begins_with_the_text_counts_for_more() {
        assert_eq!(
            merge(vec![(1, 2.0), (3, 1.0)], vec![0, 3]),
            [(0, 8.0), (1, 2.0), (3, 9.0)]
        );
    }

    #[test]
    fn forgives_typos_but_not_in_short_words() {
        for (text, entry) in [
            ("cluade", 0),
            ("sonet", 0),
            ("anthropc", 0),
            ("lama", 3),
            ("instrcut", 3),
            ("gtp-4o", 1),
            ("gpt-4o opneai", 1),
        ] {
            assert_eq!(best(text), Some(entry), "{text}");
        }
        for exact in ["o4", "4p", "71b"] {
            assert_eq!(best(exact), None, "{exact}");
        }
    }

    #[test]
    fn all_words_must_match() {
        assert_eq!(best("claude azure"), None);
        assert_eq!(index().search(" - ").unwrap(), None);
    }
}
