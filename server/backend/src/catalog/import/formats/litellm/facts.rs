//! What an entry says besides prices.

use domain::model::{Capability, Modality};
use domain::offering::Dialect;

use super::super::build::{Skipped, can, note};
use super::super::error::FeedError;
use super::super::json::{Node, Object};
use super::super::scalar::{flag, limit, text};
use super::prices::is_price;
use crate::catalog::import::feed::Offering;

/// Flags that say what an offering can do.
const CAPABILITIES: &[(&str, Capability)] = &[
    ("supports_computer_use", Capability::ComputerUse),
    ("supports_function_calling", Capability::Tools),
    ("supports_native_streaming", Capability::Streaming),
    ("supports_native_structured_output", Capability::JsonSchema),
    ("supports_prompt_caching", Capability::Cache),
    ("supports_reasoning", Capability::Reasoning),
    ("supports_response_schema", Capability::JsonSchema),
    ("supports_vision", Capability::Vision),
    ("supports_web_search", Capability::WebSearch),
];

/// Flags that say what goes in.
const INPUTS: &[(&str, Modality)] = &[
    ("supports_audio_input", Modality::Audio),
    ("supports_embedding_image_input", Modality::Image),
    ("supports_image_input", Modality::Image),
    ("supports_pdf_input", Modality::Pdf),
    ("supports_video_input", Modality::Video),
    ("supports_vision", Modality::Image),
];

/// Fields that are read elsewhere.
const READ: &[&str] = &["litellm_provider", "deprecation_date", "source"];

pub(super) fn read(
    o: &mut Offering,
    entry: &Object<'_, '_>,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    // A mode and flags say of some modalities that they go in or come out, a list says which do.
    (o.attributes.inputs_open, o.attributes.outputs_open) = (true, true);
    let mode = entry.opt("mode", text)?.unwrap_or_default();
    let Some((mut inputs, mut outputs)) = modalities_of(&mode) else {
        skipped.add(format!("mode {mode}"));
        return other_fields(o, entry, skipped);
    };
    if let Some(stated) = entry.opt("supported_modalities", |node| modalities(node, skipped))? {
        inputs = stated;
        o.attributes.inputs_open = false;
    }
    if let Some(stated) = entry.opt("supported_output_modalities", |node| {
        modalities(node, skipped)
    })? {
        // The file has no word for vectors and scores.
        if !outputs
            .iter()
            .any(|m| matches!(m, Modality::Embedding | Modality::Score))
        {
            outputs = stated;
            o.attributes.outputs_open = false;
        }
    }
    (o.attributes.inputs, o.attributes.outputs) = (inputs, outputs);
    other_fields(o, entry, skipped)
}

fn other_fields(
    o: &mut Offering,
    entry: &Object<'_, '_>,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    o.dialect = match o.provider.as_str() {
        "anthropic" => Some(Dialect::Anthropic),
        "openai" => Some(Dialect::OpenAi),
        _ => None,
    };
    for (name, node) in entry.iter() {
        match name {
            "max_input_tokens" => o.attributes.context = limit(node)?,
            "max_output_tokens" => o.attributes.max_output = limit(node)?,
            "supports_audio_output" => {
                let (yes, no) = (&mut o.attributes.outputs, &mut o.attributes.denied.outputs);
                note(if flag(node)? { yes } else { no }, Modality::Audio);
            }
            "mode" | "supported_modalities" | "supported_output_modalities" => {}
            _ if READ.contains(&name) || is_price(name) => {}
            _ => flagged(o, name, node, skipped)?,
        }
    }
    let a = &mut o.attributes;
    a.inputs.sort_unstable();
    a.outputs.sort_unstable();
    a.inputs_open &= !a.inputs.is_empty();
    a.outputs_open &= !a.outputs.is_empty();
    Ok(())
}

fn flagged(
    o: &mut Offering,
    name: &str,
    node: Node<'_, '_>,
    skipped: &mut Skipped,
) -> Result<(), FeedError> {
    let capability = CAPABILITIES.iter().find(|(flag, _)| *flag == name);
    let input = INPUTS.iter().find(|(flag, _)| *flag == name);
    if capability.is_none() && input.is_none() {
        skipped.add(name);
        return Ok(());
    }
    let whether = flag(node)?;
    if let Some((_, capability)) = capability {
        can(&mut o.attributes, *capability, whether);
    }
    if let Some((_, modality)) = input {
        let (yes, no) = (&mut o.attributes.inputs, &mut o.attributes.denied.inputs);
        note(if whether { yes } else { no }, *modality);
    }
    Ok(())
}

/// What goes in and comes out by mode; flags and lists of the entry say more.
fn modalities_of(mode: &str) -> Option<(Vec<Modality>, Vec<Modality>)> {
    use Modality::{Audio, Embedding, Image, Pdf, Score, Text, Video};
    let (inputs, outputs): (&[Modality], &[Modality]) = match mode {
        "chat" | "responses" | "completion" | "search" | "extraction" => (&[Text], &[Text]),
        "embedding" => (&[Text], &[Embedding]),
        "rerank" | "moderation" | "evaluation" | "decisions" | "guardrail" => (&[Text], &[Score]),
        "image_generation" => (&[Text], &[Image]),
        "image_edit" => (&[Text, Image], &[Image]),
        "video_generation" => (&[Text], &[Video]),
        "audio_transcription" => (&[Audio], &[Text]),
        "audio_speech" => (&[Text], &[Audio]),
        "realtime" => (&[Text, Audio], &[Text, Audio]),
        "ocr" => (&[Image, Pdf], &[Text]),
        "vector_store" | "" => (&[], &[]),
        _ => return None,
    };
    Some((inputs.to_vec(), outputs.to_vec()))
}

fn modalities(node: Node<'_, '_>, skipped: &mut Skipped) -> Result<Vec<Modality>, FeedError> {
    let mut found = Vec::new();
    for item in node.list()?.iter() {
        let name = text(item)?;
        match name.parse() {
            Ok(modality) => note(&mut found, modality),
            Err(_) => skipped.add(format!("modality {name}")),
        }
    }
    Ok(found)
}
