//! `tessera audit verify` and `tessera audit heads`: whether the audit log is whole.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use backend::{
    Services,
    audit::{self, Finding, Head},
};
use clap::{Args, Subcommand};
use domain::id::OrgId;

use super::{say, with_services};
use crate::config::Config;

/// Looking at the audit log from outside.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that nobody has changed the audit log
    ///
    /// Every organization has a chain of events, and accounts and operators have one called
    /// `installation`. Each event carries a hash of the one before, so an event that was edited,
    /// deleted, inserted or moved is found, whoever did it. Prints a line a chain with its number of
    /// events or the first event that is wrong. Exits with status 1 if a chain is not whole.
    ///
    /// That the newest events were cut off can be seen only by somebody who knows that there were
    /// more: keep what `tessera audit heads` prints on another machine.
    ///
    /// Examples:
    ///   tessera audit verify
    ///   tessera audit verify --org acme
    ///   tessera audit heads > heads.txt           keep the file elsewhere, then some day
    ///   tessera audit verify --heads heads.txt
    #[command(verbatim_doc_comment)]
    Verify(VerifyArgs),
    /// Print the last event of every chain, to be kept on another machine
    ///
    /// A line holds an organization, the number of its last event and the hash of that event. With
    /// the file `tessera audit verify --heads` proves that all those events are still there.
    Heads,
}

/// Which chains, and what is known of them.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Only the chain of this organization
    #[arg(long, value_name = "SLUG")]
    pub org: Option<String>,
    /// What `tessera audit heads` printed earlier; several times one after the other is fine
    #[arg(long, value_name = "FILE")]
    pub heads: Option<PathBuf>,
}

/// Runs a command on the audit log of the configured database.
pub(super) async fn run(config: &Config, command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify(args) => {
            let heads = match &args.heads {
                Some(path) => read_heads(path).await?,
                None => Vec::new(),
            };
            with_services(config, async |services| {
                verify(services, &args, &heads).await
            })
            .await
        }
        AuditCommand::Heads => with_services(config, print_heads).await,
    }
}

async fn print_heads(services: &Services) -> anyhow::Result<ExitCode> {
    for (org, _) in audit::chains(services).await? {
        say(&audit::head_of(services, org).await?.to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(
    services: &Services,
    args: &VerifyArgs,
    heads: &[Head],
) -> anyhow::Result<ExitCode> {
    let mut chains = audit::chains(services).await?;
    let known = |org: OrgId| chains.iter().any(|(chain, _)| *chain == org);
    let mut gone: Vec<OrgId> = heads.iter().map(|head| head.org).collect();
    gone.retain(|org| args.org.is_none() && !known(*org));
    gone.sort_unstable();
    gone.dedup();
    if let Some(wanted) = &args.org {
        chains.retain(|(_, slug)| slug == wanted);
        if chains.is_empty() {
            bail!("there is no organization `{wanted}`");
        }
    }
    let mut whole = true;
    for (org, slug) in chains {
        let result = walk(services, org, heads).await?;
        whole &= result.is_ok();
        say(&line(&slug, result))?;
    }
    for org in gone {
        whole = false;
        say(&line(&org.to_string(), Err("the organization is missing")))?;
    }
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The number of events of a chain that fits all of its heads.
async fn walk(
    services: &Services,
    org: OrgId,
    heads: &[Head],
) -> anyhow::Result<Result<i64, Finding>> {
    let mut verified = audit::verify(services, org, None).await?;
    for head in heads.iter().filter(|head| head.org == org) {
        if verified.is_ok() {
            verified = audit::verify(services, org, Some(*head)).await?;
        }
    }
    Ok(verified.map(|chain| chain.head.seq))
}

fn line(name: &str, result: Result<i64, impl std::fmt::Display>) -> String {
    match result {
        Ok(1) => format!("ok    {name}  1 event"),
        Ok(count) => format!("ok    {name}  {count} events"),
        Err(finding) => format!("FAIL  {name}  {finding}"),
    }
}

async fn read_heads(path: &Path) -> anyhow::Result<Vec<Head>> {
    let text = tokio::fs::read_to_string(path)
        .await
        .with_context(|| format!("cannot read {}", path.display()))?;
    parse_heads(&text).with_context(|| format!("cannot use {}", path.display()))
}

/// Blank lines are skipped, and lines that begin with `#`.
fn parse_heads(text: &str) -> anyhow::Result<Vec<Head>> {
    let lines = text.lines().map(str::trim).zip(1..);
    lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| {
            line.parse::<Head>()
                .with_context(|| format!("line {number}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_back() {
        let head = format!("org_{} 12 {}", "0".repeat(32), "ab".repeat(32));
        let text = format!("# kept on Sunday\n\n{head}\n");
        let heads: Vec<_> = parse_heads(&text)
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        assert_eq!(heads, std::slice::from_ref(&head));
        let error = parse_heads(&format!("{head}\nok    acme  12 events")).err();
        let error = error.map(|e| format!("{e:#}")).unwrap_or_default();
        assert!(error.starts_with("line 2: "), "{error}");
    }

    #[test]
    fn a_line_names_the_chain_and_what_is_wrong() {
        let shown = |result: Result<i64, Finding>| line("acme", result);
        assert_eq!(shown(Ok(12)), "ok    acme  12 events");
        assert_eq!(
            shown(Err(Finding::Changed(7))),
            "FAIL  acme  event 7 was changed"
        );
    }
}
