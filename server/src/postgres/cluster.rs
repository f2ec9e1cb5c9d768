//! Starting, sharing and stopping the private cluster.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    time::Duration,
};

use anyhow::{Context, bail};

use super::{
    Durability, Programs,
    home::{self, Home},
    pidfile::{self, State},
    run_as::{RunAs, isolate, run},
    settings,
};

/// The database user, who owns the cluster.
const USER: &str = "tessera";

/// How long a start may take. After a crash of the machine PostgreSQL first repeats its log.
const START_SECONDS: &str = "120";

/// How often a start is tried when processes of a crashed server are still on their way out.
const START_TRIES: u32 = 5;

/// How often and how far apart a stop asks whether somebody else uses the cluster.
const ALONE_TRIES: u32 = 20;
const ALONE_PAUSE: Duration = Duration::from_millis(25);

/// A running private PostgreSQL.
///
/// Two files in its folder coordinate the processes that share it: `lock` is held while one
/// starts or stops the cluster, and `users` is held, shared, by everybody who uses it. Both are
/// advisory locks, which the system drops when a process dies, however it dies.
#[derive(Debug)]
pub struct Cluster {
    home: Home,
    programs: Programs,
    run_as: RunAs,
    user_lock: Mutex<Option<File>>,
}

impl Cluster {
    /// Starts the cluster of a data folder, creating it at the first time, or joins it when it
    /// runs already.
    pub async fn start(data_dir: impl Into<PathBuf>) -> anyhow::Result<Self> {
        let data_dir = data_dir.into();
        tokio::task::spawn_blocking(move || Self::start_blocking(&data_dir, Durability::Full))
            .await?
    }

    /// The cluster of a test run: one for all test processes of a build folder, without
    /// durability. Safe when several processes start at once. It is left running, and replaced by
    /// the next run: hundreds of databases take longer to drop than a cluster to create.
    pub async fn for_tests() -> anyhow::Result<Self> {
        let data_dir = tests_dir(&std::env::current_exe()?);
        tokio::task::spawn_blocking(move || Self::renew_blocking(&data_dir)).await?
    }

    fn renew_blocking(data_dir: &Path) -> anyhow::Result<Self> {
        // Files of another version of PostgreSQL are no reason to look for that one.
        let (cluster, _lock) = Self::locked(data_dir, |_| None)?;
        if cluster.is_alone()? {
            cluster.remove()?;
        }
        cluster.run(Durability::None)
    }

    /// [`Cluster::start`] without a runtime.
    pub fn start_blocking(data_dir: &Path, durability: Durability) -> anyhow::Result<Self> {
        let (cluster, _lock) = Self::locked(data_dir, Home::major)?;
        cluster.run(durability)
    }

    /// The cluster before anything is known to run, and what keeps others from starting and
    /// stopping it meanwhile. `version` says which PostgreSQL it has to be.
    fn locked(data_dir: &Path, version: fn(&Home) -> Option<u32>) -> anyhow::Result<(Self, File)> {
        let run_as = RunAs::detect()?;
        let home = Home::prepare(data_dir, &run_as)?;
        let lock = open_lock(&home, "lock")?;
        lock.lock()
            .context("cannot lock the private database's folder")?;
        // What an interrupted creation left behind has no PG_VERSION here: see `create`.
        let programs = Programs::find(crate::config::search_path().as_deref(), version(&home))?;
        let cluster = Self {
            home,
            programs,
            run_as,
            user_lock: Mutex::new(None),
        };
        Ok((cluster, lock))
    }

    /// Creates it at the first time, starts it unless it runs, and joins its users.
    fn run(self, durability: Durability) -> anyhow::Result<Self> {
        if self.home.major().is_none() {
            self.create()
                .context("cannot create the private database")?;
        }
        self.ensure_running(durability)?;
        self.join()?;
        Ok(self)
    }

    /// Where the cluster of a data folder is, when it has been created. Creates nothing.
    pub fn location(data_dir: &Path) -> Option<PathBuf> {
        home::existing(data_dir)
    }

    /// The address of a database in this cluster.
    pub fn url(&self, database: &str) -> String {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let socket = encode(&self.home.socket.to_string_lossy());
        format!(
            "postgresql://{USER}@localhost:5432/{}?host={socket}",
            encode(database)
        )
    }

    /// The programs it runs with.
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    /// Leaves the cluster, and stops it when nobody else uses it.
    pub async fn stop(self) -> anyhow::Result<()> {
        tokio::task::spawn_blocking(move || self.stop_blocking()).await?
    }

    /// [`Cluster::stop`] without a runtime.
    pub fn stop_blocking(self) -> anyhow::Result<()> {
        let lock = open_lock(&self.home, "lock")?;
        lock.lock()?;
        drop(self.user_lock.lock().map(|mut held| held.take()));
        if !self.is_alone()? {
            tracing::info!("another process uses the private database: it is left running");
            return Ok(());
        }
        if pidfile::state(&self.home.data) == State::Absent {
            return Ok(());
        }
        self.halt("fast")
    }

    fn halt(&self, mode: &str) -> anyhow::Result<()> {
        let mut pg_ctl = self.server("pg_ctl");
        pg_ctl.args(["stop", "-w", "-s", "-t", "60", "-m", mode, "-D"]);
        run(pg_ctl.arg(&self.home.data))
            .map(drop)
            .context("cannot stop the private database")
    }

    /// Stops a cluster that nobody uses and has nothing to keep, and removes its files.
    fn remove(&self) -> anyhow::Result<()> {
        if pidfile::state(&self.home.data) == State::Alive {
            self.halt("immediate")?;
        }
        if self.home.data.exists() {
            fs::remove_dir_all(&self.home.data).context("cannot remove the old database")?;
        }
        Ok(())
    }

    /// Whether nobody else uses the cluster. A program that is just being started holds a copy of
    /// every lock of this process for a moment, so one refusal proves nothing.
    fn is_alone(&self) -> anyhow::Result<bool> {
        let users = open_lock(&self.home, "users")?;
        for _ in 0..ALONE_TRIES {
            match users.try_lock() {
                Ok(()) => return Ok(true),
                Err(TryLockError::WouldBlock) => std::thread::sleep(ALONE_PAUSE),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Ok(false)
    }

    /// A client program, aimed at this cluster.
    pub(super) fn client(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.program(name));
        isolate(&mut command, Path::new("/"));
        command
            .arg("-h")
            .arg(&self.home.socket)
            .args(["-p", "5432", "-U", USER]);
        command
    }

    /// A program that works on the cluster's files.
    fn server(&self, name: &str) -> Command {
        self.run_as
            .command(self.programs.program(name), &self.home.dir)
    }

    /// Creates the files aside and then renames them, so that an interruption leaves nothing that
    /// looks like a cluster.
    fn create(&self) -> anyhow::Result<()> {
        let fresh = self.home.dir.join("data.new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        let locales = Command::new("locale").arg("-a").output();
        let locales = locales.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let ctype = settings::ctype(&locales.unwrap_or_default());
        let mut initdb = self.server("initdb");
        initdb.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
        ]);
        initdb
            .arg(format!("--username={USER}"))
            .arg(format!("--lc-ctype={ctype}"));
        run(initdb.arg("-D").arg(&fresh))?;
        let own = fresh.join("postgresql.conf");
        let text = fs::read_to_string(&own)?;
        fs::write(&own, format!("{text}\ninclude = '{}'\n", settings::FILE))?;
        if self.home.data.exists() {
            bail!(
                "{} exists but is no PostgreSQL cluster; move it away",
                self.home.data.display()
            );
        }
        fs::rename(&fresh, &self.home.data)?;
        tracing::info!(folder = %self.home.dir.display(), "private database created");
        Ok(())
    }

    fn ensure_running(&self, durability: Durability) -> anyhow::Result<()> {
        if self.is_ready() {
            return Ok(());
        }
        match pidfile::state(&self.home.data) {
            State::Alive => return self.wait_until_ready(),
            State::Recycled => {
                tracing::warn!("removing a postmaster.pid that names another program's process");
                pidfile::remove(&self.home.data)?;
            }
            State::Absent | State::Gone => {}
        }
        self.write_settings(durability)?;
        for attempt in 1..=START_TRIES {
            let Err(error) = self.launch() else {
                return Ok(());
            };
            let said = self.log_tail();
            if attempt == START_TRIES || !said.contains("still in use") {
                return Err(error).with_context(|| {
                    format!(
                        "the private database does not start; the end of {} says:\n{said}",
                        self.home.log.display()
                    )
                });
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        Ok(())
    }

    fn launch(&self) -> anyhow::Result<()> {
        let mut pg_ctl = self.server("pg_ctl");
        pg_ctl
            .args(["start", "-w", "-s", "-t", START_SECONDS, "-l"])
            .arg(&self.home.log);
        run(pg_ctl.arg("-D").arg(&self.home.data)).map(drop)
    }

    fn write_settings(&self, durability: Durability) -> anyhow::Result<()> {
        let file = self.home.data.join(settings::FILE);
        fs::write(&file, settings::text(&self.home.socket, durability))?;
        self.run_as.own(&file)
    }

    fn is_ready(&self) -> bool {
        let mut probe = self.client("pg_isready");
        probe
            .args(["-q", "-t", "2"])
            .status()
            .is_ok_and(|status| status.success())
    }

    fn wait_until_ready(&self) -> anyhow::Result<()> {
        for _ in 0..600 {
            if self.is_ready() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        bail!(
            "the private database runs but is not ready; see {}",
            self.home.log.display()
        )
    }

    /// Becomes one of the cluster's users.
    fn join(&self) -> anyhow::Result<()> {
        let users = open_lock(&self.home, "users")?;
        users.lock_shared()?;
        if let Ok(mut held) = self.user_lock.lock() {
            *held = Some(users);
        }
        Ok(())
    }

    fn log_tail(&self) -> String {
        let text = fs::read(&self.home.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

fn open_lock(home: &Home, name: &str) -> anyhow::Result<File> {
    let path = home.dir.join(name);
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("cannot open {}", path.display()))
}

/// A folder for the tests' cluster in the build folder of the running test, which cargo marks
/// with `CACHEDIR.TAG`, else in the system's folder for temporary files.
fn tests_dir(exe: &Path) -> PathBuf {
    let target = exe
        .ancestors()
        .find(|dir| dir.join("CACHEDIR.TAG").is_file());
    target
        .map_or_else(std::env::temp_dir, Path::to_path_buf)
        .join("tessera-tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_share_a_folder_of_the_build() {
        let exe = std::env::current_exe().unwrap_or_default();
        assert!(
            tests_dir(&exe)
                .parent()
                .is_some_and(|dir| dir.join("CACHEDIR.TAG").is_file())
        );
        assert_eq!(
            tests_dir(Path::new("/x/y")),
            std::env::temp_dir().join("tessera-tests")
        );
    }
}
