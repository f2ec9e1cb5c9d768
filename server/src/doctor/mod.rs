//! `tessera doctor`: checks the set-up and says in words what is wrong and what to do.

mod checks;
mod disk;
mod people;

use std::process::ExitCode;

use crate::{
    cli::say,
    config::{Config, ConfigError},
};

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Good,
    Warning,
    Failure,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    name: &'static str,
    verdict: Verdict,
    text: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Finding {
    fn good(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Good,
            text: text.into(),
            advice: None,
        }
    }

    fn warning(name: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Warning,
            text: text.into(),
            advice: Some(advice.into()),
        }
    }

    fn failure(name: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Failure,
            text: text.into(),
            advice: Some(advice.into()),
        }
    }

    fn lines(&self) -> String {
        let mark = match self.verdict {
            Verdict::Good => "ok  ",
            Verdict::Warning => "warn",
            Verdict::Failure => "FAIL",
        };
        let line = format!("  {mark}  {:<12}{}", self.name, self.text);
        match &self.advice {
            Some(advice) => format!("{line}\n{:20}-> {advice}", ""),
            None => line,
        }
    }
}

/// Checks everything; status 1 when something failed.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    say(&format!(
        "Tessera {}\n\nSettings",
        env!("CARGO_PKG_VERSION")
    ))?;
    for setting in config.masked() {
        say(&format!("  {:<33}{}", setting.name, setting.value))?;
    }
    say("\nChecks")?;
    let mut findings = vec![checks::configuration(config), checks::bundle()];
    findings.push(disk::check(&config.database));
    findings.push(people::keys(config));
    findings.push(people::sign_in(&config.server));
    findings.push(people::mail(config).await);
    findings.extend(checks::database(&config.database).await);
    report(&findings)
}

/// The answer when the configuration cannot be read: nothing else can be checked then.
pub fn refuse(error: &ConfigError) -> anyhow::Result<ExitCode> {
    let advice = format!("correct or unset {}", error.name);
    report(&[Finding::failure("settings", error.to_string(), advice)])
}

fn report(findings: &[Finding]) -> anyhow::Result<ExitCode> {
    for finding in findings {
        say(&finding.lines())?;
    }
    let failures = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Failure)
        .count();
    say(&summary(failures))?;
    Ok(if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn summary(failures: usize) -> String {
    match failures {
        0 => "\nTessera can run.".into(),
        1 => "\n1 check failed.".into(),
        _ => format!("\n{failures} checks failed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_what_and_what_to_do() {
        let finding = Finding::failure("disk", "100 MiB are free", "free some space");
        assert_eq!(
            finding.lines(),
            "  FAIL  disk        100 MiB are free\n                    -> free some space"
        );
        assert_eq!(
            Finding::good("disk", "fine").lines(),
            "  ok    disk        fine"
        );
    }
}
