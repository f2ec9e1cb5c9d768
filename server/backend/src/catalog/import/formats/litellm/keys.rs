//! What the key of an entry says: provider, upstream name, region.

use domain::offering::DeploymentType;

use super::regions;
use crate::catalog::import::feed::Region;

/// Where an entry is sold and under which name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) provider: String,
    pub(super) upstream: String,
    /// `None` leaves the common rule.
    pub(super) deployment: Option<DeploymentType>,
    pub(super) region: Option<Region>,
}

/// Providers that have another name in the catalog, which is the one of
/// models.dev, so that the sources meet. Otherwise `_` becomes `-`.
const PROVIDERS: &[(&str, &str)] = &[
    ("abliteration", "abliteration-ai"),
    ("amazon_nova", "nova"),
    ("azure_ai", "azure"),
    ("azure_text", "azure"),
    ("bedrock", "amazon-bedrock"),
    ("bedrock_converse", "amazon-bedrock"),
    ("bedrock_mantle", "amazon-bedrock"),
    ("bigmodel", "zhipuai"),
    ("cloudflare", "cloudflare-workers-ai"),
    ("codestral", "mistral"),
    ("cohere_chat", "cohere"),
    ("dashscope", "alibaba"),
    ("fireworks_ai", "fireworks-ai"),
    ("fireworks_ai-embedding-models", "fireworks-ai"),
    ("friendliai", "friendli"),
    ("gemini", "google"),
    ("gmi", "gmicloud"),
    ("gradient_ai", "digitalocean"),
    ("meta_llama", "llama"),
    ("moonshot", "moonshotai"),
    ("novita", "novita-ai"),
    ("nvidia_nim", "nvidia"),
    ("scx-ai", "scx"),
    ("snowflake", "snowflake-cortex"),
    ("text-completion-codestral", "mistral"),
    ("text-completion-inception", "inception"),
    ("text-completion-openai", "openai"),
    ("together_ai", "togetherai"),
    ("vercel_ai_gateway", "vercel"),
    ("xiaomi_mimo", "xiaomi"),
];

pub(super) fn place(key: &str, litellm_provider: &str) -> Place {
    let provider = provider(litellm_provider);
    let mut place = Place {
        upstream: without_provider(key, litellm_provider).to_owned(),
        deployment: None,
        region: None,
        provider,
    };
    match place.provider.as_str() {
        "amazon-bedrock" => bedrock(&mut place),
        "azure" => azure(&mut place),
        _ => {}
    }
    place
}

fn provider(litellm_provider: &str) -> String {
    if litellm_provider.starts_with("vertex_ai") {
        return "google-vertex".to_owned();
    }
    match PROVIDERS.iter().find(|(name, _)| *name == litellm_provider) {
        Some((_, slug)) => (*slug).to_owned(),
        None => litellm_provider.replace('_', "-"),
    }
}

/// The key without the provider in front, which many keys do not have.
fn without_provider<'k>(key: &'k str, litellm_provider: &str) -> &'k str {
    let Some((first, rest)) = key.split_once('/') else {
        return key;
    };
    let family = litellm_provider.split('-').next().unwrap_or_default();
    let known = first == litellm_provider
        || first == family
        || first.replace('-', "_") == litellm_provider
        || matches!(
            (litellm_provider, first),
            ("azure_text", "azure") | ("bedrock_converse", "bedrock")
        );
    if known && !rest.is_empty() { rest } else { key }
}

/// `eu-west-1/1-month-commitment/name`: a region and a reserved throughput,
/// each of which may be missing. The commitment stays in the name, because it
/// is another price of the same capacity.
fn bedrock(place: &mut Place) {
    if let Some((first, rest)) = place.upstream.split_once('/')
        && (first == "*" || is_aws_region(first))
    {
        if first != "*" {
            place.region = Some(regions::aws(first));
            place.deployment = Some(DeploymentType::ServerlessRegional);
        }
        place.upstream = rest.to_owned();
    }
    if let Some(rest) = place.upstream.strip_prefix("invoke/") {
        place.upstream = rest.to_owned();
    }
    if place.upstream.contains("-month-commitment/") {
        place.deployment = Some(DeploymentType::Provisioned);
    }
}

fn is_aws_region(text: &str) -> bool {
    let mut parts = text.split('-').rev();
    let number = parts
        .next()
        .is_some_and(|p| p.len() == 1 && p.bytes().all(|b| b.is_ascii_digit()));
    let rest: Vec<_> = parts.collect();
    let words = rest
        .iter()
        .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase()));
    number && words && (2..=3).contains(&rest.len()) && rest.last().is_some_and(|p| p.len() == 2)
}

fn azure(place: &mut Place) {
    let Some((first, rest)) = place.upstream.split_once('/') else {
        return;
    };
    if matches!(first, "global" | "global-standard") {
        place.upstream = rest.to_owned();
    } else if let Some(zone) = regions::azure(first) {
        place.region = Some(zone);
        place.deployment = Some(DeploymentType::ServerlessDataZone);
        place.upstream = rest.to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeploymentType::{Provisioned, ServerlessDataZone, ServerlessRegional};

    #[test]
    fn keys_say_where() {
        for (key, from, provider, upstream, deployment, region) in [
            ("gpt-4o", "openai", "openai", "gpt-4o", None, None),
            (
                "gemini/gemini-2.5-pro",
                "gemini",
                "google",
                "gemini-2.5-pro",
                None,
                None,
            ),
            (
                "vertex_ai/meta/l-maas",
                "vertex_ai-llama_models",
                "google-vertex",
                "meta/l-maas",
                None,
                None,
            ),
            (
                "amazon-nova/nova-lite-v1",
                "amazon_nova",
                "nova",
                "nova-lite-v1",
                None,
                None,
            ),
            (
                "bedrock/us-gov-west-1/a.b",
                "bedrock",
                "amazon-bedrock",
                "a.b",
                Some(ServerlessRegional),
                Some("us-gov-west-1"),
            ),
            (
                "bedrock/eu-central-1/6-month-commitment/a.b",
                "bedrock",
                "amazon-bedrock",
                "6-month-commitment/a.b",
                Some(Provisioned),
                Some("eu-central-1"),
            ),
            (
                "bedrock/*/1-month-commitment/a",
                "bedrock",
                "amazon-bedrock",
                "1-month-commitment/a",
                Some(Provisioned),
                None,
            ),
            (
                "bedrock_mantle/a.b",
                "bedrock_mantle",
                "amazon-bedrock",
                "a.b",
                None,
                None,
            ),
            (
                "azure/eu/gpt-4o",
                "azure",
                "azure",
                "gpt-4o",
                Some(ServerlessDataZone),
                Some("azure-eu"),
            ),
            (
                "azure/global-standard/gpt-4o",
                "azure",
                "azure",
                "gpt-4o",
                None,
                None,
            ),
            (
                "azure/hd/1024-x-1024/d",
                "azure",
                "azure",
                "hd/1024-x-1024/d",
                None,
                None,
            ),
            ("some_shop/x", "some_shop", "some-shop", "x", None, None),
            (
                "ft:gpt",
                "text-completion-openai",
                "openai",
                "ft:gpt",
                None,
                None,
            ),
        ] {
            let place = place(key, from);
            let found = (
                place.provider.as_str(),
                place.upstream.as_str(),
                place.deployment,
            );
            assert_eq!(found, (provider, upstream, deployment), "{key}");
            assert_eq!(place.region.map(|r| r.slug).as_deref(), region, "{key}");
        }
    }
}
