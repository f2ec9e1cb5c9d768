//! One way to run a model: how it is deployed and what it speaks.

vocabulary! {
    /// How capacity is provided.
    pub enum DeploymentType ("deployment type") {
        /// Shared capacity anywhere in the provider's network.
        ServerlessGlobal = "serverless_global", "Global";
        /// Shared capacity inside one zone of several regions, such as the EU.
        ServerlessDataZone = "serverless_data_zone", "Data zone";
        /// Shared capacity in one region.
        ServerlessRegional = "serverless_regional", "Regional";
        /// Work done later, within a stated time.
        Batch = "batch", "Batch";
        /// Reserved throughput.
        Provisioned = "provisioned", "Provisioned";
        /// An instance of one's own, run by the provider.
        DedicatedInstance = "dedicated_instance", "Dedicated instance";
        /// Run by the buyer.
        SelfHosted = "self_hosted", "Self-hosted";
    }
}

vocabulary! {
    /// The request format an offering understands.
    pub enum Dialect ("dialect") {
        /// `OpenAI` chat completions, responses and embeddings.
        OpenAi = "openai", "OpenAI API";
        /// `Anthropic` messages.
        Anthropic = "anthropic", "Anthropic API";
    }
}
