//! The orders of the catalog.

vocabulary! {
    /// The order of the result. Unknown figures always come last.
    pub enum Sort ("sort order") {
        /// Best match first; without a search text, the best-known models first.
        Relevance = "relevance", "Relevance";
        /// What most projects of the installation could use in the last seven
        /// days first.
        Popular = "popular", "Most popular (7 days)";
        /// Newest first: by release or, where that is not known, by the first day on which a
        /// source had it.
        Newest = "newest", "Newest";
        /// Lowest price of input first.
        InputPrice = "input", "Input price";
        /// Lowest price of output first.
        OutputPrice = "output", "Output price";
        /// Lowest price of three parts input and one part output first.
        BlendedPrice = "blended", "Blended price";
        /// Largest context first.
        Context = "context", "Context";
        /// Shortest time to the first token first.
        TimeToFirstToken = "ttft", "Time to first token (p50)";
        /// Most output tokens a second first.
        Throughput = "throughput", "Throughput (p50)";
        /// Most offerings first.
        Offerings = "offerings", "Most offered";
        /// By name.
        Name = "name", "Name";
    }
}

impl Sort {
    /// Whether the largest figure comes first.
    pub const fn is_descending(self) -> bool {
        matches!(
            self,
            Self::Popular | Self::Newest | Self::Context | Self::Throughput | Self::Offerings
        )
    }
}
