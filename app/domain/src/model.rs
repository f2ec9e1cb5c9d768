//! What a publisher released: the attributes of a model.

vocabulary! {
    /// A kind of content that goes into or comes out of a model.
    pub enum Modality ("modality") {
        /// Plain or structured text.
        Text = "text", "Text";
        /// Still pictures.
        Image = "image", "Image";
        /// Sound, speech included.
        Audio = "audio", "Audio";
        /// Moving pictures.
        Video = "video", "Video";
        /// PDF documents.
        Pdf = "pdf", "PDF";
        /// Vectors.
        Embedding = "embedding", "Embedding";
        /// A relevance or safety score.
        Score = "score", "Score";
    }
}

vocabulary! {
    /// Something a model can do beyond answering.
    pub enum Capability ("capability") {
        /// Calls functions that the client declares.
        Tools = "tools", "Tool calling";
        /// Answers in a JSON schema that the client gives.
        JsonSchema = "json_schema", "Structured output";
        /// Understands pictures.
        Vision = "vision", "Vision";
        /// Thinks before it answers.
        Reasoning = "reasoning", "Reasoning";
        /// Charges repeated input at a lower price.
        Cache = "cache", "Prompt caching";
        /// Accepts work to be done later at a lower price.
        Batch = "batch", "Batch";
        /// Lets the client set the sampling temperature.
        Temperature = "temperature", "Temperature";
        /// Takes files as attachments.
        Attachments = "attachments", "Attachments";
        /// Answers as a stream.
        Streaming = "streaming", "Streaming";
        /// Searches the web by itself.
        WebSearch = "web_search", "Web search";
        /// Drives a computer.
        ComputerUse = "computer_use", "Computer use";
    }
}

vocabulary! {
    /// What people use a model for.
    pub enum Task ("task") {
        /// Conversation and general text.
        Chat = "chat", "Chat";
        /// Writing programs.
        Code = "code", "Code";
        /// Text to vectors.
        Embedding = "embedding", "Embeddings";
        /// Ordering search results.
        Rerank = "rerank", "Reranking";
        /// Making and editing pictures.
        Image = "image", "Image generation";
        /// Making video.
        Video = "video", "Video generation";
        /// Text to speech.
        Speech = "speech", "Text to speech";
        /// Speech to text.
        Transcription = "transcription", "Transcription";
        /// Judging content.
        Moderation = "moderation", "Moderation";
        /// Reading documents.
        Ocr = "ocr", "Document reading";
    }
}

vocabulary! {
    /// Where a model or an offering is in its life.
    pub enum Lifecycle ("lifecycle") {
        /// Usable, may change or vanish without notice.
        Preview = "preview", "Preview";
        /// Fully supported.
        Active = "active", "Active";
        /// Usable, but the publisher has named a successor or an end.
        Legacy = "legacy", "Legacy";
        /// No longer offered.
        Retired = "retired", "Retired";
    }
}

/// A license identifier: SPDX, or a `LicenseRef-` of our own where SPDX has none.
///
/// Source of the identifiers: <https://spdx.org/licenses/>.
pub fn license_label(id: &str) -> String {
    match id.strip_prefix("LicenseRef-") {
        Some("proprietary") => "Proprietary".to_owned(),
        Some(own) => own.replace('-', " "),
        None => id.to_owned(),
    }
}
