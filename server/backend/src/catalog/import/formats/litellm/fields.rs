//! The names of price fields, which are built from parts: what is charged,
//! how long a cache write lives, above which input, in which service tier.

use domain::model::Modality;
use domain::price::{ContextThreshold, Direction, PriceComponent, ServiceTier, TokenClass, Unit};

/// What a price field is for and how its figure is scaled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) component: PriceComponent,
    /// Whether the figure is for one of what the catalog counts in millions.
    pub(super) of_one: bool,
}

/// The service tiers at the end of a name. `_balanced` and `_decisions` are
/// others, of one provider each; they have no counterpart.
const TIERS: &[(&str, ServiceTier)] = &[
    ("_batches", ServiceTier::Batch),
    ("_flex", ServiceTier::Flex),
    ("_priority", ServiceTier::Priority),
    ("_ultrafast", ServiceTier::Ultrafast),
];

/// What the price field `name` is for; `None` if it is no price that can be
/// told exactly. `second` is the modality of content charged by the second.
pub(super) fn field(name: &str, second: Modality) -> Option<Field> {
    let (name, tier) = TIERS
        .iter()
        .find_map(|(end, tier)| name.strip_suffix(end).map(|rest| (rest, *tier)))
        .unwrap_or((name, ServiceTier::Standard));
    let (name, above) = match name
        .strip_suffix("k_tokens")
        .and_then(|rest| rest.rsplit_once("_above_"))
    {
        Some((rest, thousands)) => (
            rest,
            Some(thousands.parse::<i64>().ok()?.checked_mul(1000)?),
        ),
        None => (name, None),
    };
    let (name, ttl) = match name
        .strip_suffix("hr")
        .and_then(|rest| rest.rsplit_once("_above_"))
    {
        Some((rest, hours)) => (rest, Some(hours.parse::<i32>().ok()?.checked_mul(3600)?)),
        None => (name, None),
    };
    let mut field = charged(name, second)?;
    let is_write = field.component.class == TokenClass::CacheWrite;
    if ttl.is_some() && !is_write {
        return None;
    }
    field.component.tier = tier;
    field.component.threshold = above.map(|tokens| ContextThreshold {
        tokens,
        inclusive: false,
    });
    field.component.cache_ttl = ttl;
    Some(field)
}

/// The first part of a name: what is charged.
fn charged(name: &str, second: Modality) -> Option<Field> {
    use Direction::{Input, Output};
    use Modality::{Audio, Image, Text, Video};
    use TokenClass::{CacheRead, CacheWrite, Reasoning, Standard};
    let tokens = |direction, modality, class| Field {
        component: PriceComponent {
            modality,
            class,
            ..PriceComponent::tokens(direction)
        },
        of_one: true,
    };
    let each = |unit, direction, modality| Field {
        component: PriceComponent {
            unit,
            direction,
            modality,
            ..PriceComponent::tokens(Input)
        },
        of_one: matches!(unit, Unit::Mchar | Unit::Megapixel),
    };
    Some(match name {
        "input_cost_per_token" => tokens(Input, Text, Standard),
        "output_cost_per_token" => tokens(Output, Text, Standard),
        "output_cost_per_reasoning_token" => tokens(Output, Text, Reasoning),
        "cache_read_input_token_cost" | "input_cost_per_token_cache_hit" => {
            tokens(Input, Text, CacheRead)
        }
        "cache_creation_input_token_cost" => tokens(Input, Text, CacheWrite),
        "input_cost_per_audio_token" => tokens(Input, Audio, Standard),
        "output_cost_per_audio_token" => tokens(Output, Audio, Standard),
        "cache_read_input_audio_token_cost" => tokens(Input, Audio, CacheRead),
        "cache_creation_input_audio_token_cost" => tokens(Input, Audio, CacheWrite),
        "input_cost_per_image_token" => tokens(Input, Image, Standard),
        "output_cost_per_image_token" => tokens(Output, Image, Standard),
        "cache_read_input_image_token_cost" => tokens(Input, Image, CacheRead),
        "input_cost_per_video_token" => tokens(Input, Video, Standard),
        "output_cost_per_video_token" => tokens(Output, Video, Standard),
        "input_cost_per_character" => each(Unit::Mchar, Some(Input), Text),
        "output_cost_per_character" => each(Unit::Mchar, Some(Output), Text),
        "input_cost_per_pixel" => each(Unit::Megapixel, Some(Input), Image),
        "output_cost_per_pixel" => each(Unit::Megapixel, Some(Output), Image),
        "input_cost_per_image" => each(Unit::Image, Some(Input), Image),
        "output_cost_per_image" => each(Unit::Image, Some(Output), Image),
        "input_cost_per_second" => each(Unit::Second, Some(Input), second),
        "output_cost_per_second" => each(Unit::Second, Some(Output), second),
        "cost_per_second" => each(Unit::Second, None, second),
        "input_cost_per_audio_per_second" => each(Unit::Second, Some(Input), Audio),
        "input_cost_per_video_per_second" => each(Unit::Second, Some(Input), Video),
        "output_cost_per_video_per_second" => each(Unit::Second, Some(Output), Video),
        "input_cost_per_query" => each(Unit::Query, None, Text),
        "input_cost_per_request" => each(Unit::Request, None, Text),
        "ocr_cost_per_page" => each(Unit::Page, None, Text),
        "code_interpreter_cost_per_session" => each(Unit::Session, None, Text),
        _ => return None,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_part_by_part() {
        let c = field(
            "cache_creation_input_token_cost_above_12hr_above_272k_tokens_flex",
            Modality::Text,
        )
        .unwrap();
        assert_eq!(c.component.class, TokenClass::CacheWrite);
        assert_eq!(c.component.cache_ttl, Some(43_200));
        assert_eq!(
            c.component.threshold,
            Some(ContextThreshold {
                tokens: 272_000,
                inclusive: false
            })
        );
        assert_eq!((c.component.tier, c.of_one), (ServiceTier::Flex, true));
        let image = field("output_cost_per_image", Modality::Text).unwrap();
        assert_eq!((image.component.unit, image.of_one), (Unit::Image, false));
        assert_eq!(
            field("input_cost_per_second", Modality::Audio)
                .unwrap()
                .component
                .modality,
            Modality::Audio
        );
        assert!(
            field("output_cost_per_pixel", Modality::Text)
                .unwrap()
                .of_one
        );
    }

    #[test]
    fn what_cannot_be_told_exactly_is_not_guessed() {
        for name in [
            "input_cost_per_token_balanced",
            "output_cost_per_second_1080p",
            "input_dbu_cost_per_token",
            "input_cost_per_video_per_second_above_8s_interval",
            "input_cost_per_token_above_1hr",
            "input_cost_per_token_above_xk_tokens",
            "citation_cost_per_token",
            "",
        ] {
            assert_eq!(field(name, Modality::Text), None, "{name}");
        }
    }
}
