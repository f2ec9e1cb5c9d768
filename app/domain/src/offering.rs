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

vocabulary! {
    /// How long a provider says that it keeps what is sent.
    pub enum Retention ("retention") {
        /// Nothing is kept.
        None = "none", "Nothing kept";
        /// At most 30 days.
        Month = "month", "Up to 30 days";
        /// More than 30 days.
        Longer = "longer", "Longer than 30 days";
        /// No source says.
        Unknown = "unknown", "Not stated";
    }
}

impl Retention {
    /// The class of a stated number of days.
    pub const fn of(days: Option<i32>) -> Self {
        match days {
            None => Self::Unknown,
            Some(..=0) => Self::None,
            Some(1..=30) => Self::Month,
            Some(31..) => Self::Longer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Retention;

    #[test]
    fn retention_in_classes() {
        let classes = [None, Some(0), Some(30), Some(31)].map(Retention::of);
        assert_eq!(
            classes,
            [
                Retention::Unknown,
                Retention::None,
                Retention::Month,
                Retention::Longer
            ]
        );
    }
}
