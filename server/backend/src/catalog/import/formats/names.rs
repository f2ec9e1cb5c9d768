//! Names for people, where a feed gives only the name for addresses.

/// Spellings that do not follow from the slug.
const SPELLINGS: &[(&str, &str)] = &[
    ("ai21", "AI21 Labs"),
    ("alibaba", "Alibaba"),
    ("amazon", "Amazon"),
    ("amazon-bedrock", "Amazon Bedrock"),
    ("amazon-nova", "Amazon Nova"),
    ("arcee", "Arcee AI"),
    ("assemblyai", "AssemblyAI"),
    ("aws-polly", "Amazon Polly"),
    ("azure", "Microsoft Azure"),
    ("bailing", "Bailing"),
    ("black-forest-labs", "Black Forest Labs"),
    ("byteplus", "BytePlus"),
    ("cloudflare-workers-ai", "Cloudflare Workers AI"),
    ("deepinfra", "DeepInfra"),
    ("deepreinforce", "DeepReinforce"),
    ("deepseek", "DeepSeek"),
    ("digitalocean", "DigitalOcean"),
    ("elevenlabs", "ElevenLabs"),
    ("fal-ai", "fal"),
    ("fireworks-ai", "Fireworks AI"),
    ("friendli", "FriendliAI"),
    ("github-copilot", "GitHub Copilot"),
    ("google-vertex", "Google Vertex AI"),
    ("gmicloud", "GMI Cloud"),
    ("ibm", "IBM"),
    ("jina-ai", "Jina AI"),
    ("lambda-ai", "Lambda"),
    ("longcat", "LongCat"),
    ("meta-llama", "Meta Llama API"),
    ("minimax", "MiniMax"),
    ("mistral", "Mistral AI"),
    ("moonshotai", "Moonshot AI"),
    ("nova", "Amazon Nova"),
    ("novita-ai", "Novita AI"),
    ("nvidia", "NVIDIA"),
    ("nvidia-nim", "NVIDIA NIM"),
    ("oci", "Oracle Cloud"),
    ("openai", "OpenAI"),
    ("opencode-go", "OpenCode Go"),
    ("openrouter", "OpenRouter"),
    ("ovhcloud", "OVHcloud"),
    ("runwayml", "Runway"),
    ("sagemaker", "Amazon SageMaker"),
    ("sakana", "Sakana AI"),
    ("sambanova", "SambaNova"),
    ("sensenova", "SenseNova"),
    ("snowflake-cortex", "Snowflake Cortex"),
    ("stability", "Stability AI"),
    ("stepfun", "StepFun"),
    ("stepfun-ai", "StepFun"),
    ("tencent-tokenhub", "Tencent TokenHub"),
    ("thinkingmachines", "Thinking Machines Lab"),
    ("togetherai", "Together AI"),
    ("v0", "v0"),
    ("vercel", "Vercel AI Gateway"),
    ("voyage", "Voyage AI"),
    ("wandb", "Weights & Biases"),
    ("watsonx", "IBM watsonx"),
    ("xai", "xAI"),
    ("zai", "Z.ai"),
    ("zhipuai", "Zhipu AI"),
];

/// The name of a publisher or provider for people: a known spelling, or the
/// words of the slug with capitals.
pub(in crate::catalog::import) fn display_name(slug: &str) -> String {
    if let Some((_, name)) = SPELLINGS.iter().find(|(known, _)| *known == slug) {
        return (*name).to_owned();
    }
    let words: Vec<String> = slug
        .split(['-', '_'])
        .filter(|w| !w.is_empty())
        .map(capitalized)
        .collect();
    if words.is_empty() {
        slug.to_owned()
    } else {
        words.join(" ")
    }
}

fn capitalized(word: &str) -> String {
    if word == "ai" {
        return "AI".to_owned();
    }
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::display_name;

    #[test]
    fn known_spellings_and_plain_words() {
        assert_eq!(display_name("openai"), "OpenAI");
        assert_eq!(display_name("some_new-ai"), "Some New AI");
        assert_eq!(display_name("wafer.ai"), "Wafer.ai");
        assert_eq!(display_name("-"), "-");
    }
}
