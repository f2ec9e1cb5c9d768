//! `tessera admin create-operator`: an account for whoever runs the installation.

use std::io::{IsTerminal as _, Read, stdin};

use anyhow::{Context as _, bail};
use backend::{
    Services,
    accounts::{self, Secret},
    secrets,
};
use clap::{Args, Subcommand};
use domain::organization::{Email, Name};

use super::{say, with_services};
use crate::config::Config;

/// Longest input that is read for a password.
const MAX_INPUT: u64 = 64 << 10;

/// Running the installation.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make an account that is an operator of this installation
    ///
    /// In a terminal a password is made and shown once. Otherwise the first line of standard input
    /// is the password; it is no argument, because everybody on a machine can read those.
    ///
    /// Examples:
    ///   tessera admin create-operator --email ann@example.com --name "Ann Smith"
    ///   tessera admin create-operator --email ann@example.com --name "Ann Smith" < password.txt
    #[command(verbatim_doc_comment)]
    CreateOperator(OperatorArgs),
}

/// Who the operator is.
#[derive(Debug, Args)]
pub struct OperatorArgs {
    /// The mail address to sign in with
    #[arg(long)]
    pub email: Email,
    /// The name others see
    #[arg(long)]
    pub name: Name,
}

/// Runs a command for the installation of the configured database.
pub(super) async fn run(config: &Config, command: AdminCommand) -> anyhow::Result<()> {
    let AdminCommand::CreateOperator(args) = command;
    let given = if stdin().is_terminal() {
        None
    } else {
        Some(first_line(stdin().lock())?)
    };
    with_services(config, async |services| create(services, args, given).await).await
}

async fn create(
    services: &Services,
    args: OperatorArgs,
    given: Option<String>,
) -> anyhow::Result<()> {
    let made = match &given {
        Some(_) => None,
        None => Some(secrets::new_password(services)?),
    };
    let password = given.or_else(|| made.clone()).unwrap_or_default();
    let email = args.email.to_string();
    accounts::create_operator(services, args.email, args.name, Secret::from(password)).await?;
    say(&format!("Operator {email} can sign in."))?;
    match made {
        Some(password) => say(&format!("The password, shown only now: {password}")),
        None => Ok(()),
    }
}

/// The password, without the end of its line.
fn first_line(input: impl Read) -> anyhow::Result<String> {
    let mut text = String::new();
    input
        .take(MAX_INPUT)
        .read_to_string(&mut text)
        .context("cannot read the password from standard input")?;
    match text.lines().next() {
        None | Some("") => bail!(
            "there is no password on standard input; write it there, or run the command in a \
             terminal (in a container with `-it`) to have one made"
        ),
        Some(line) => Ok(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_one_line_as_it_is() {
        let read = |text: &str| first_line(text.as_bytes()).ok();
        assert_eq!(
            read(" two words \r\nmore\n").as_deref(),
            Some(" two words ")
        );
        assert_eq!(read("no end").as_deref(), Some("no end"));
        assert_eq!(read(""), None);
        assert_eq!(read("\npassword"), None);
        assert!(first_line(&[0xff_u8, 0xfe][..]).is_err());
    }
}
