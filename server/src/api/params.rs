//! The parameters of the operations, for the OpenAPI document.

use domain::catalog_query::{MAX_TEXT, MAX_VALUES, PAGE_SIZE};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr, Required, Schema,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
    },
};

use super::words;

pub(super) fn parameter(name: &str, about: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

pub(super) fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

pub(super) fn whole(from: u32, to: Option<u32>, default: Option<u32>) -> ObjectBuilder {
    let number = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(from));
    number.maximum(to).default(default.map(Into::into))
}

/// A parameter that may be given several times.
fn many(name: &str, about: &str, item: impl Into<RefOr<Schema>>) -> Parameter {
    let item: RefOr<Schema> = item.into();
    parameter(
        name,
        about,
        ArrayBuilder::new().items(item).max_items(Some(MAX_VALUES)),
    )
}

pub(super) fn word<T: ToSchema + PartialSchema>() -> RefOr<Schema> {
    Ref::from_schema_name(T::name()).into()
}

/// The filters of the catalog: the same as those of its page.
pub(super) struct CatalogParams;

impl IntoParams for CatalogParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            parameter(
                "q",
                "Search text over names, ids, aliases, publishers and providers; typos are forgiven.",
                text().max_length(Some(MAX_TEXT)).examples(["sonnet"]),
            ),
            many(
                "publisher",
                "Ids of publishers; any of them.",
                text().examples(["anthropic"]),
            ),
            many(
                "provider",
                "Ids of providers; any of them.",
                text().examples(["amazon-bedrock"]),
            ),
            many(
                "task",
                "What it is used for; any of them.",
                word::<words::Task>(),
            ),
            many(
                "in",
                "What it must accept; all of them.",
                word::<words::Modality>(),
            ),
            many(
                "out",
                "What it must produce; all of them.",
                word::<words::Modality>(),
            ),
            many(
                "can",
                "What it must be able to do; all of them.",
                word::<words::Capability>(),
            ),
            many(
                "license",
                "SPDX or `LicenseRef-` identifiers; any of them.",
                text().examples(["MIT"]),
            ),
            many(
                "region",
                "Regions it is offered in; any of them.",
                text().examples(["eu-central-1"]),
            ),
            many(
                "deployment",
                "How capacity is provided; any of them.",
                word::<words::DeploymentType>(),
            ),
            many(
                "retention",
                "How long what is sent may be kept; any of them.",
                word::<words::Retention>(),
            ),
            many(
                "lifecycle",
                "Stages of life; any of them. Without it, everything that is not retired.",
                word::<words::Lifecycle>(),
            ),
            parameter(
                "open",
                "`1`: only models whose weights can be downloaded; `0` is as without it.",
                words::one_of(["0", "1"]),
            ),
            parameter(
                "context",
                "Smallest context, in tokens.",
                whole(1, None, None),
            ),
            parameter(
                "price",
                "Highest price of input, in dollars for a million tokens. Not priced is not cheap.",
                word::<words::Usd>(),
            ),
            parameter(
                "sort",
                "The order; `relevance` without it.",
                word::<words::SortOrder>(),
            ),
            parameter(
                "page",
                &format!(
                    "Which page, from 1; a page has {PAGE_SIZE} items. Beyond the last one it is a 404."
                ),
                whole(1, None, Some(1)),
            ),
            parameter(
                "facets",
                "`1`: with the values of every filter and their counts.",
                words::one_of(["1"]),
            ),
        ]
    }
}

/// A benchmark, a setting of models, and the filters of the catalog.
pub(super) struct ScoreParams;

impl IntoParams for ScoreParams {
    fn into_params(within: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let id = text().examples(["livebench~2026-01-08~Coding~average"]);
        let benchmark = parameter("benchmark", "The id of a benchmark.", id);
        let benchmark = ParameterBuilder::from(benchmark).required(Required::True);
        let variant = parameter(
            "variant",
            "Only figures of this setting of the models, such as `high`; without it the best of any.",
            text(),
        );
        let filters = CatalogParams::into_params(within).into_iter();
        let is_filter = |p: &Parameter| !["page", "facets"].contains(&p.name.as_str());
        [benchmark.build(), variant]
            .into_iter()
            .chain(filters.filter(is_filter))
            .collect()
    }
}

fn kind() -> Parameter {
    parameter("kind", "Only this kind.", word::<words::ChangeKind>())
}

fn provider() -> Parameter {
    parameter(
        "provider",
        "The id of a provider: only what became of its offerings.",
        text().examples(["amazon-bedrock"]),
    )
}

/// Which changes.
pub(super) struct ChangeParams;

impl IntoParams for ChangeParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let day = text().examples(["2026-08-01"]);
        let most = super::changes::most();
        vec![
            kind(),
            provider(),
            parameter(
                "since",
                "A day or an instant: what took effect from then on.",
                day,
            ),
            parameter(
                "until",
                "A day or an instant: what took effect until then. Without it, until now; an instant in \
                 the future shows announced prices too.",
                text(),
            ),
            parameter(
                "limit",
                "How many at most.",
                whole(1, Some(most), Some(most)),
            ),
            parameter("after", "`next` of the page before.", text()),
        ]
    }
}

/// Which changes a feed has.
pub(super) struct FeedParams;

impl IntoParams for FeedParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let after = "What the link `next` of the page before says.";
        vec![kind(), provider(), parameter("after", after, text())]
    }
}

/// Which models, and the month of use.
pub(super) struct CostParams;

impl IntoParams for CostParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        use super::cost::MAX_MODELS;
        let month = domain::workload::Workload::default();
        let models = ArrayBuilder::new()
            .items(text().examples(["anthropic/claude-sonnet-4-5"]).build())
            .min_items(Some(1))
            .max_items(Some(MAX_MODELS));
        let which = parameter("m", "Ids of one to four models or listings.", models);
        let which = ParameterBuilder::from(which)
            .required(Required::True)
            .example(Some("anthropic/claude-sonnet-4-5".into()));
        vec![
            which.build(),
            parameter(
                "requests",
                "Calls a month.",
                whole(0, Some(u32::MAX), Some(month.requests)),
            ),
            parameter(
                "input",
                "Input tokens a call, cached ones included.",
                whole(0, Some(u32::MAX), Some(month.input)),
            ),
            parameter(
                "output",
                "Output tokens a call.",
                whole(0, Some(u32::MAX), Some(month.output)),
            ),
            parameter(
                "cached",
                "Percent of the input that is read from the prompt cache.",
                whole(0, Some(100), Some(0)),
            ),
            parameter(
                "batch",
                "Percent of the calls that run as batch.",
                whole(0, Some(100), Some(0)),
            ),
        ]
    }
}
