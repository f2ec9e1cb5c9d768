//! What the staff of the installation has to do.

use backend::Services;
use backend::catalog::snapshot::Source;
use time::{Duration, OffsetDateTime};

use super::tasks::Task;

/// An edition of a source is old after so long.
const OLD: Duration = Duration::days(60);
/// Most sources that are named.
const NAMED: usize = 3;

/// The tasks of this installation.
pub(super) fn tasks(svc: &Services) -> Vec<Task> {
    let snapshot = svc.catalog.snapshot();
    vec![
        mail(svc.mailer.keeps()),
        sources(snapshot.sources(), svc.now()),
    ]
}

fn mail(stays_here: bool) -> Task {
    let about = if stays_here {
        "Mails stay on this machine and reach nobody: TESSERA_SMTP_URL names a server"
    } else {
        "Mails go out through it"
    };
    Task {
        title: "Set up a mail server".to_owned(),
        about: about.to_owned(),
        href: "/operator".to_owned(),
        is_done: !stays_here,
        somebody_waits: false,
    }
}

fn sources(all: &[Source], now: OffsetDateTime) -> Task {
    let mut old: Vec<&Source> = all.iter().filter(|s| now - s.as_of > OLD).collect();
    old.sort_by_key(|source| source.as_of);
    let names: Vec<&str> = old.iter().take(NAMED).map(|s| s.name.as_str()).collect();
    let days = OLD.whole_days();
    let about = match old.len().checked_sub(names.len()) {
        _ if all.is_empty() => "Nothing was imported yet".to_owned(),
        _ if old.is_empty() => format!("No source is older than {days} days"),
        None | Some(0) => format!("Older than {days} days: {}", names.join(", ")),
        Some(more) => format!(
            "Older than {days} days: {} and {more} more",
            names.join(", ")
        ),
    };
    Task {
        title: "Keep the sources of the catalog fresh".to_owned(),
        about,
        href: "/operator#sources".to_owned(),
        is_done: !all.is_empty() && old.is_empty(),
        somebody_waits: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn source(name: &str, as_of: OffsetDateTime) -> Source {
        Source {
            slug: name.to_owned(),
            name: name.to_owned(),
            url: None,
            license: None,
            as_of,
            rank: 10,
        }
    }

    #[test]
    fn mail_that_stays_here_is_told() {
        assert!(!mail(true).is_done);
        assert!(mail(false).is_done);
    }

    #[test]
    fn old_sources_are_named_the_oldest_first() {
        let now = datetime!(2026-11-22 12:00 UTC);
        let aged = |name, days| source(name, now - Duration::days(days));
        assert!(!sources(&[], now).is_done);
        let fresh = sources(&[aged("a", 0), aged("b", 60)], now);
        assert!(fresh.is_done);
        assert_eq!(fresh.about, "No source is older than 60 days");
        let some = sources(&[aged("a", 0), aged("b", 61), aged("c", 90)], now);
        assert!(!some.is_done);
        assert_eq!(some.about, "Older than 60 days: c, b");
        let many: Vec<_> = ["a", "b", "c", "d", "e"].map(|n| aged(n, 70)).into();
        let about = sources(&many, now).about;
        assert_eq!(about, "Older than 60 days: a, b, c and 2 more");
    }
}
