//! The command line.

use anyhow::{Result, bail};

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Build small and compress hard; otherwise build fast.
    pub(crate) release: bool,
    /// Print the sizes and fail when they are over the budget.
    pub(crate) check_budget: bool,
}

impl Options {
    /// Reads the arguments that follow the program's name.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--release" => options.release = true,
                // The budget is about what is shipped, so it implies a release bundle.
                "--check-budget" => (options.release, options.check_budget) = (true, true),
                other => {
                    bail!("unknown argument `{other}`; usage: bundle [--release] [--check-budget]")
                }
            }
        }
        Ok(options)
    }

    /// The cargo profile the module is compiled with.
    pub(crate) fn profile(&self) -> &'static str {
        if self.release { "wasm-release" } else { "dev" }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        Options::parse(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn a_budget_check_builds_in_release() {
        let options = parse(&["--check-budget"]).unwrap();
        assert!(options.release && options.check_budget);
        assert_eq!(options.profile(), "wasm-release");
    }

    #[test]
    fn no_argument_means_a_fast_build() {
        assert_eq!(parse(&[]).unwrap().profile(), "dev");
    }

    #[test]
    fn an_unknown_argument_is_named() {
        assert!(
            parse(&["--relaese"])
                .unwrap_err()
                .to_string()
                .contains("--relaese")
        );
    }
}
