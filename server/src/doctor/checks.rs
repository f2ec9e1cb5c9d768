//! The checks of configuration, bundle, database and clock.

use backend::db;
use time::OffsetDateTime;

use super::{Finding, Verdict};
use crate::{
    assets::Assets,
    config::{Config, DatabaseConfig, search_path},
    database::{Database, Pool},
    postgres::{Cluster, Programs},
};

/// How far the database's clock may be from this machine's.
const SKEW: time::Duration = time::Duration::seconds(2);

pub(super) fn configuration(config: &Config) -> Finding {
    if config.unknown.is_empty() {
        return Finding::good("settings", "every value can be used");
    }
    let text = format!(
        "set, but without meaning to Tessera: {}",
        config.unknown.join(", ")
    );
    Finding::warning(
        "settings",
        text,
        "correct the spelling (`tessera --help` lists all), or unset them",
    )
}

pub(super) fn bundle() -> Finding {
    match Assets::load() {
        Ok(assets) => {
            let sizes = assets.manifest().sizes.iter();
            let sizes: Vec<String> = sizes
                .map(|(kind, size)| {
                    format!(
                        "{kind} {} KB ({} KB sent)",
                        size.raw / 1000,
                        size.brotli / 1000
                    )
                })
                .collect();
            Finding::good("bundle", sizes.join(", "))
        }
        Err(error) => Finding::failure("bundle", format!("{error:#}"), "build it: `make run`"),
    }
}

/// The database, its version, its migrations and its clock. A private database that does not
/// exist yet is not created: looking must not change anything.
pub(super) async fn database(config: &DatabaseConfig) -> Vec<Finding> {
    if config.url.is_none() && Cluster::location(&config.data_dir).is_none() {
        return vec![programs(), own_clock()];
    }
    match Database::open(config).await {
        Ok(database) => {
            let findings = ask(&database.owner).await;
            database.close().await;
            findings
        }
        Err(error) => {
            let advice = if config.url.is_some() {
                "check that PostgreSQL runs, and the host, user, password and name in DATABASE_URL"
            } else {
                "do what the message says; postgres.log in the data folder knows more"
            };
            let failed = Finding::failure("database", format!("{error:#}"), advice);
            vec![failed, own_clock()]
        }
    }
}

fn programs() -> Finding {
    match Programs::find(search_path().as_deref(), None) {
        Ok(programs) => Finding::good(
            "database",
            format!(
                "not created yet; `tessera serve` creates it with PostgreSQL {} from {}",
                programs.major(),
                programs.bin().display()
            ),
        ),
        Err(error) => Finding::failure(
            "database",
            format!("{error:#}"),
            "install PostgreSQL or set DATABASE_URL",
        ),
    }
}

async fn ask(pool: &Pool) -> Vec<Finding> {
    vec![
        version(pool).await,
        migrations(pool).await,
        clock(pool).await,
    ]
}

/// [`Database::open`] has refused versions that are too old.
async fn version(pool: &Pool) -> Finding {
    match db::server_version(pool).await {
        Ok(version) => Finding::good(
            "database",
            format!("PostgreSQL {}.{}", version / 10_000, version % 10_000),
        ),
        Err(error) => unanswered("database", &error),
    }
}

async fn migrations(pool: &Pool) -> Finding {
    let found = tokio::try_join!(db::pending_migrations(pool), db::unknown_migrations(pool));
    match found {
        Ok((0, 0)) => Finding::good("migrations", "all applied"),
        Ok((0, newer)) => Finding::warning(
            "migrations",
            format!("all applied, and {newer} of a newer release of Tessera"),
            "run that release; this one works on the database as far as it knows it",
        ),
        Ok((pending, _)) => Finding::failure(
            "migrations",
            format!("{pending} of this program's migrations are missing"),
            "run `tessera migrate`; `tessera serve` does it too",
        ),
        Err(error) => unanswered("migrations", &error),
    }
}

/// The time by this machine's clock.
fn now() -> OffsetDateTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "the machine's own clock is what is checked"
    )]
    OffsetDateTime::now_utc()
}

/// Without a second clock: it cannot be earlier than this program's own catalog.
fn own_clock() -> Finding {
    judge_own_clock(now(), backend::catalog::import::starter_edition())
}

fn judge_own_clock(now: OffsetDateTime, made: Option<OffsetDateTime>) -> Finding {
    let text = format!("{} {:02}:{:02} UTC", now.date(), now.hour(), now.minute());
    match made {
        Some(made) if now + time::Duration::DAY < made => Finding::warning(
            "clock",
            format!("{text}, before the built-in catalog of {}", made.date()),
            "set this machine's clock (NTP): prices are dated",
        ),
        _ => Finding::good("clock", text),
    }
}

async fn clock(pool: &Pool) -> Finding {
    let own = own_clock();
    if own.verdict != Verdict::Good {
        return own;
    }
    let now = now();
    match db::clock_skew(pool, now).await {
        Ok(skew) => judge_clock(skew),
        Err(error) => unanswered("clock", &error),
    }
}

fn judge_clock(skew: time::Duration) -> Finding {
    let text = format!(
        "the database's clock differs by {} ms",
        skew.whole_milliseconds()
    );
    if skew.abs() <= SKEW {
        return Finding::good("clock", text);
    }
    Finding::warning(
        "clock",
        text,
        "keep both machines' clocks in step (NTP): prices are dated",
    )
}

fn unanswered(name: &'static str, error: &backend::Error) -> Finding {
    Finding::failure(
        name,
        error.to_string(),
        "look at the lines above and at PostgreSQL's log",
    )
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_clock_before_the_catalog_is_wrong() {
        let made = Some(datetime!(2026-11-22 0:00 UTC));
        for (now, expected) in [
            (datetime!(2026-11-23 9:30 UTC), Verdict::Good),
            (datetime!(2026-11-21 9:30 UTC), Verdict::Good),
            (datetime!(1970-01-01 0:05 UTC), Verdict::Warning),
        ] {
            assert_eq!(judge_own_clock(now, made).verdict, expected, "{now}");
        }
    }

    #[test]
    fn clocks_may_differ_a_little_in_either_direction() {
        for (millis, expected) in [
            (0, Verdict::Good),
            (1_500, Verdict::Good),
            (-1_500, Verdict::Good),
            (-2_500, Verdict::Warning),
            (9_000, Verdict::Warning),
        ] {
            assert_eq!(
                judge_clock(time::Duration::milliseconds(millis)).verdict,
                expected
            );
        }
    }
}
