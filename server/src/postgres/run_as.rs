//! Who runs PostgreSQL: this user, or `postgres` when this user is root, as whom it refuses to
//! run.

use std::{
    ffi::OsStr,
    io::Write,
    os::unix::fs::chown,
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::{Context, bail};

/// Variables that would lead PostgreSQL's programs to another server.
const MISLEADING: [&str; 11] = [
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGUSER",
    "PGDATABASE",
    "PGPASSWORD",
    "PGPASSFILE",
    "PGSERVICE",
    "PGSSLMODE",
    "PGOPTIONS",
    "PGDATA",
];

/// The user that runs PostgreSQL's programs.
#[derive(Debug, Clone)]
pub(super) enum RunAs {
    /// The user of this process.
    Current { uid: u32 },
    /// The system user `postgres`, through a program that changes the user.
    Postgres {
        uid: u32,
        gid: u32,
        changer: &'static str,
    },
}

impl RunAs {
    /// `postgres` when this process is root, else the user it is.
    pub(super) fn detect() -> anyhow::Result<Self> {
        let uid = id(&["-u"])?;
        if uid != 0 {
            return Ok(Self::Current { uid });
        }
        let (Ok(uid), Ok(gid)) = (id(&["-u", "postgres"]), id(&["-g", "postgres"])) else {
            bail!(
                "PostgreSQL refuses to run as root and there is no user `postgres`; create it \
                 (`useradd --system postgres`), run tessera as another user, or set DATABASE_URL"
            );
        };
        let Some(changer) = ["runuser", "su"].into_iter().find(|name| starts(name)) else {
            bail!(
                "PostgreSQL refuses to run as root and neither `runuser` nor `su` is installed; \
                 install one, run tessera as another user, or set DATABASE_URL"
            );
        };
        Ok(Self::Postgres { uid, gid, changer })
    }

    /// A command that runs `program` as this user, in folder `dir`.
    pub(super) fn command(&self, program: impl AsRef<OsStr>, dir: &Path) -> Command {
        let mut command = match self {
            Self::Current { .. } => Command::new(program),
            Self::Postgres {
                changer: "runuser", ..
            } => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            Self::Postgres { changer, .. } => {
                let mut command = Command::new(changer);
                command
                    .args([
                        "-s",
                        "/bin/sh",
                        "-c",
                        "exec \"$0\" \"$@\"",
                        "--",
                        "postgres",
                    ])
                    .arg(program);
                command
            }
        };
        isolate(&mut command, dir);
        command
    }

    /// Whether this user can enter `dir`: all folders above count, such as `/root`.
    pub(super) fn can_enter(&self, dir: &Path) -> bool {
        match self {
            Self::Current { .. } => true,
            Self::Postgres { .. } => {
                let mut command = self.command("test", Path::new("/"));
                command.arg("-x").arg(dir);
                command.status().is_ok_and(|status| status.success())
            }
        }
    }

    /// Gives `path` to this user.
    pub(super) fn own(&self, path: &Path) -> anyhow::Result<()> {
        if let Self::Postgres { uid, gid, .. } = self {
            chown(path, Some(*uid), Some(*gid))
                .with_context(|| format!("cannot give {} to the user postgres", path.display()))?;
        }
        Ok(())
    }
}

/// Keeps the caller's environment away from a program: no variable that leads to another server,
/// messages in one language, and a folder that its user can enter.
pub(super) fn isolate(command: &mut Command, dir: &Path) {
    for name in MISLEADING {
        command.env_remove(name);
    }
    command
        .env("LC_ALL", "C")
        .current_dir(dir)
        .stdin(Stdio::null());
}

/// Runs a command to its end; a failure carries what the program said.
pub(super) fn run(command: &mut Command) -> anyhow::Result<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot run {name}"))?;
    checked(&name, output)
}

/// Runs a command with `script` on its standard input.
pub(super) fn run_script(command: &mut Command, script: &str) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {name}"))?;
    if let Some(mut input) = child.stdin.take() {
        // A program that fails early closes its input; its own message says more than this error.
        let _ = input.write_all(script.as_bytes());
    }
    checked(&name, child.wait_with_output()?).map(drop)
}

fn checked(name: &str, output: Output) -> anyhow::Result<Output> {
    if !output.status.success() {
        let said = [output.stderr.as_slice(), b" ", output.stdout.as_slice()].concat();
        bail!(
            "{name} failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&said).trim()
        );
    }
    Ok(output)
}

fn id(args: &[&str]) -> anyhow::Result<u32> {
    let output = run(Command::new("id").args(args))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}

fn starts(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}
