//! `tessera serve`.

use std::time::Duration;

use app::context::OpenApi;
use backend::{
    Services, accounts,
    catalog::{Catalog, import},
    demo,
    notifications::mails,
};
use tokio_util::task::TaskTracker;

use super::say;
use crate::{
    api,
    assets::Assets,
    clock,
    config::Config,
    database::Database,
    health::{Flag, Metrics},
    router,
    server::{Server, Shutdown},
    web::{self, PageCache},
};

/// Serves until a signal says stop.
pub(super) async fn run(config: Config, with_demo: bool) -> anyhow::Result<()> {
    for name in &config.unknown {
        tracing::warn!("{name} is set but means nothing to Tessera: is it misspelled?");
    }
    let assets = Assets::load()?;
    let shutdown = Shutdown::on_signals()?;
    let database = Database::open(&config.database).await?;
    let result = serve(config, with_demo, &database, assets, shutdown).await;
    database.close().await;
    result
}

async fn serve(
    config: Config,
    with_demo: bool,
    database: &Database,
    assets: Assets,
    shutdown: Shutdown,
) -> anyhow::Result<()> {
    backend::db::migrate(&database.owner).await?;
    if let Some(report) = import::load_starter(&database.web).await? {
        tracing::info!(offerings = report.offerings, "built-in catalog loaded");
    }
    let metrics = Metrics::install()?;
    let services = database.services(&config).await?;
    let metrics = metrics.with_passwords(services.passwords.clone());
    let catalog = services.catalog.clone();
    prepare(&catalog).await;
    let loaded = Flag::new();
    loaded.set(true);
    let has_demo = with_demo && config.demo.allowed;
    demo::set_open(&services, has_demo).await?;
    if has_demo {
        show_demo(&services).await?;
    }
    first_run(&services).await?;
    let mailer = services.mailer.clone();
    if mailer.keeps() {
        tracing::warn!("mail goes {mailer} and reaches nobody: set TESSERA_SMTP_URL");
    }
    let mut places = web::assets(assets.manifest());
    // A demo on one's own machine has no mail server: its mails are shown. Nowhere else, because
    // they hold links that open accounts.
    let is_shown = has_demo && mailer.keeps();
    places.shows_mail |= is_shown && config.server.is_private();
    let context = web::Context {
        services: services.clone(),
        assets: places,
        openapi: OpenApi(std::sync::Arc::new(api::openapi())),
    };
    let pages = web::router(context, PageCache::new(), config.server.public_url.as_ref()).merge(
        api::router_at(services.clone(), config.server.public_url.clone()),
    );
    let readiness = router::readiness(&database.web, loaded, shutdown.clone());
    let router = router::assemble(&config.server, readiness, metrics.clone(), pages);

    let server = Server::bind(config.server, router).await?;
    say(&format!("Tessera listens on http://{}", server.addr()))?;
    tracing::info!(addr = %server.addr(), bundle = assets.manifest().js, "listening");

    let background = TaskTracker::new();
    let stop = shutdown.clone();
    let sweeper = services.clone();
    let pool = database.background.clone();
    background.spawn(async move {
        tokio::select! {
            () = metrics.upkeep() => {}
            () = sweep(&sweeper) => {}
            () = catalog.follow(&pool, clock::now) => {}
            () = prepare_each(&catalog) => {}
            () = stop.began() => {}
        }
    });
    // With connections of background work: mail must not keep requests waiting.
    let stop = shutdown.clone();
    let postman = Services {
        pool: database.background.clone(),
        ..services
    };
    background.spawn(async move {
        tokio::join!(deliver(&postman, &stop), async {
            stop.began().await;
            // The turn ends soon; what it has not tried is due again later.
            postman.mailer.close_background();
        });
    });
    server.run(shutdown).await;
    background.close();
    background.wait().await;
    // Mails of the last requests are still on their way.
    mailer.drain().await;
    tracing::info!("stopped");
    Ok(())
}

/// Draws what people see first of the catalog as it is.
async fn prepare(catalog: &Catalog) {
    let snapshot = catalog.snapshot();
    let drawn =
        tokio::task::spawn_blocking(move || app::components::prepare_cards(&snapshot)).await;
    if let Err(error) = drawn {
        tracing::warn!(%error, "cards were not prepared");
    }
}

/// Does so whenever the catalog has changed.
async fn prepare_each(catalog: &Catalog) {
    let mut changes = catalog.changes();
    while changes.changed().await.is_ok() {
        prepare(catalog).await;
    }
}

/// How often what has expired is removed.
const SWEEP: Duration = Duration::from_mins(10);

/// Removes expired sessions, links and counters, again and again.
async fn sweep(services: &Services) {
    loop {
        tokio::time::sleep(SWEEP).await;
        if let Err(error) = accounts::sessions::remove_expired(services).await {
            tracing::warn!(%error, "expired sessions were not removed");
        }
    }
}

/// How often messages are mailed that are due, while all of them fit into a turn.
const DELIVERY: Duration = Duration::from_secs(15);

/// Mails messages that are due, again and again. A stop waits for the turn that
/// has begun: its messages are marked as mailed.
async fn deliver(services: &Services, stop: &Shutdown) {
    let mut pause = DELIVERY;
    loop {
        tokio::select! {
            biased;
            () = stop.began() => return,
            () = tokio::time::sleep(pause) => {}
        }
        // Why it failed is in the log already; the next turn tries again.
        let turn = mails::send_due(services).await;
        pause = if turn.is_ok_and(|turn| turn.is_full) {
            Duration::ZERO
        } else {
            DELIVERY
        };
    }
}

/// Makes the demo where there is no account yet, and shows its passwords: the
/// only time they are known.
async fn show_demo(services: &Services) -> anyhow::Result<()> {
    let Some(cast) = demo::create(services).await? else {
        return Ok(());
    };
    say("Demo accounts, made once; do not use them for anything real:")?;
    for persona in cast {
        let (email, password, about) = (persona.email, persona.password, persona.about);
        say(&format!("  {email:<24} {password}   {about}"))?;
    }
    Ok(())
}

/// Without an operator nobody could run the installation: prints a link with
/// which the first one makes an account. A new start makes a new link.
async fn first_run(services: &Services) -> anyhow::Result<()> {
    if accounts::has_operator(services).await? {
        return Ok(());
    }
    let token = accounts::make_setup_token(services).await?;
    let base = services.public_url.as_str().trim_end_matches('/');
    say(&format!(
        "No operator yet. Make the first account, once, at\n  {base}/setup?token={token}"
    ))
}
