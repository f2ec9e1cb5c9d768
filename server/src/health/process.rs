//! What the operating system says about this process, where it says it in `/proc`.

use std::fs;

/// Figures of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    /// Memory held in RAM, in bytes.
    pub(super) resident_bytes: u64,
    /// Threads.
    pub(super) threads: u64,
}

/// Reads the figures; nothing where there is no `/proc`.
pub(super) fn usage() -> Option<Usage> {
    parse(&fs::read_to_string("/proc/self/status").ok()?)
}

/// Open files and sockets.
pub(super) fn open_files() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

fn parse(status: &str) -> Option<Usage> {
    let field = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    Some(Usage {
        resident_bytes: field("VmRSS:")? * 1024,
        threads: field("Threads:")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_the_status_file() {
        let status = "Name:\ttessera\nVmRSS:\t   51200 kB\nThreads:\t7\n";
        assert_eq!(
            parse(status),
            Some(Usage {
                resident_bytes: 52_428_800,
                threads: 7
            })
        );
        assert_eq!(parse("Name:\tx\n"), None);
    }
}
