//! `postmaster.pid`: whether the server it names is ours.
//!
//! PostgreSQL removes a leftover file itself when the process it names is gone. What it cannot
//! tell is that the number now belongs to another process, which is common in containers, where
//! numbers begin at one after every restart: then it refuses to start. So such a file is removed
//! here, but only when no process at all works in the cluster's folder.

use std::{fs, path::Path, process::Command};

/// What a `postmaster.pid` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// There is no file: nothing runs.
    Absent,
    /// A server of this cluster runs, or is starting.
    Alive,
    /// The process is gone; PostgreSQL deals with the file itself.
    Gone,
    /// The number belongs to some other program now: the file must go.
    Recycled,
}

/// Looks at the file in `data`.
pub(super) fn state(data: &Path) -> State {
    let Ok(text) = fs::read_to_string(data.join("postmaster.pid")) else {
        return State::Absent;
    };
    match parse_pid(&text) {
        // PostgreSQL refuses an empty file, which a full disk or a crash may leave behind.
        None if works_in(data) => State::Alive,
        None => State::Recycled,
        Some(pid) => judge(command_of(pid).as_deref(), works_in(data)),
    }
}

/// Removes a file that would keep PostgreSQL from starting.
pub(super) fn remove(data: &Path) -> std::io::Result<()> {
    fs::remove_file(data.join("postmaster.pid"))
}

fn judge(command: Option<&str>, folder_in_use: bool) -> State {
    match command {
        _ if folder_in_use => State::Alive,
        None => State::Gone,
        // Without `/proc` the folder is unknown; another PostgreSQL's number is left to pg_ctl.
        Some(command) if command.contains("postgres") && !has_proc() => State::Alive,
        Some(_) => State::Recycled,
    }
}

fn parse_pid(text: &str) -> Option<u32> {
    text.lines().next()?.trim().parse().ok()
}

fn has_proc() -> bool {
    Path::new("/proc/self/cwd").exists()
}

/// The name of a process's program, or nothing when there is no such process.
fn command_of(pid: u32) -> Option<String> {
    let text = if has_proc() {
        fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default()
    } else {
        let output = Command::new("ps")
            .args(["-o", "comm=", "-p", &pid.to_string()])
            .output();
        output
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
            .unwrap_or_default()
    };
    let name = text.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether a PostgreSQL process has `data` as its working folder, as the server and its workers
/// do. Other processes may stand there too: a person's shell, for one.
fn works_in(data: &Path) -> bool {
    let Ok(data) = data.canonicalize() else {
        return false;
    };
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    processes
        .flatten()
        .map(|process| process.path())
        .any(|process| {
            fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == data)
                && fs::read_to_string(process.join("comm"))
                    .is_ok_and(|name| name.contains("postgres"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_the_first_line() {
        assert_eq!(parse_pid("123\n/data\n1700000000\n"), Some(123));
        assert_eq!(parse_pid(""), None);
        assert_eq!(parse_pid("x\n"), None);
    }

    #[test]
    fn only_a_number_taken_by_another_program_is_recycled() {
        assert_eq!(judge(None, false), State::Gone);
        assert_eq!(judge(Some("/usr/bin/cat"), false), State::Recycled);
        assert_eq!(judge(Some("/usr/bin/cat"), true), State::Alive);
        assert_eq!(judge(None, true), State::Alive);
    }

    #[test]
    fn no_file_means_nothing_runs() {
        assert_eq!(state(Path::new("/nonexistent")), State::Absent);
    }
}
