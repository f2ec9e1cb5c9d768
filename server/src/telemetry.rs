//! Logging: one subscriber for the process, on standard error.

use std::io::{IsTerminal, stderr};

use anyhow::Context;
use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{LogConfig, LogFormat};

/// Installs the log of this process. Panics are logged too, as one line that keeps the request's
/// id, instead of the default hook's text on standard error.
pub fn init(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter).context("TESSERA_LOG is not a valid filter")?;
    let builder = fmt().with_env_filter(filter).with_writer(stderr);
    let installed = match config.format {
        LogFormat::Text => builder.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => builder
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .try_init(),
    };
    installed.map_err(|error| anyhow::anyhow!("the log cannot be set up: {error}"))?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn log_panic(info: &std::panic::PanicHookInfo<'_>) {
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    let message = info.payload_as_str().unwrap_or("(no message)");
    tracing::error!(target: "panic", location, cause = message, "a panic: this is a defect in Tessera");
}
