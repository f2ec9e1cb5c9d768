//! The program `tessera`.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(cli::run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

/// Says what went wrong and why, from the outermost cause to the innermost.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("tessera: {error:#}");
    ExitCode::FAILURE
}
