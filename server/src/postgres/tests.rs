//! A real cluster from its creation to its end.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Cluster, Durability, pidfile};

/// A data folder of this test, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("tessera-{name}-{}", std::process::id())))
    }

    fn start(&self) -> anyhow::Result<Cluster> {
        Cluster::start_blocking(&self.0, Durability::None)
    }

    fn data(&self) -> anyhow::Result<PathBuf> {
        let place = Cluster::location(&self.0).map(|place| place.join("data"));
        place.ok_or_else(|| anyhow::anyhow!("there is no cluster"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn runs(data: &Path) -> bool {
    pidfile::state(data) == pidfile::State::Alive
}

#[tokio::test]
async fn a_cluster_is_shared_and_the_last_one_out_stops_it() -> anyhow::Result<()> {
    let folder = Folder::new("shared");
    assert!(Cluster::location(&folder.0).is_none());
    let (one, two) = std::thread::scope(|scope| {
        let (one, two) = (
            scope.spawn(|| folder.start()),
            scope.spawn(|| folder.start()),
        );
        (one.join(), two.join())
    });
    let stopped = || anyhow::anyhow!("a start panicked");
    let (one, two) = (one.map_err(|_| stopped())??, two.map_err(|_| stopped())??);
    let data = folder.data()?;
    one.create_database("it's \"odd\"").await?;
    two.create_database("it's \"odd\"").await?;
    one.stop().await?;
    assert!(runs(&data));
    two.stop().await?;
    assert!(!runs(&data));
    Ok(())
}

#[tokio::test]
async fn a_leftover_pid_file_does_not_keep_it_from_starting() -> anyhow::Result<()> {
    let folder = Folder::new("stale");
    folder.start()?.stop().await?;
    let data = folder.data()?;
    // This test's own process has the number now, as after the restart of a container.
    for content in [
        format!("{}\n{}\n", std::process::id(), data.display()),
        String::new(),
    ] {
        fs::write(data.join("postmaster.pid"), content)?;
        let cluster = folder.start()?;
        cluster.create_database("works").await?;
        cluster.stop().await?;
    }
    Ok(())
}
