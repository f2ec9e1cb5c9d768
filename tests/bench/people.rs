//! What a session costs on a page, and signing in: how many a second, and in
//! how much memory.

use std::time::{Duration, Instant};

use app::context::OpenApi;
use backend::accounts::{self, NewAccount, Secret};
use backend::authz::Origin;
use server::web::{self, PageCache};
use tests::{Person, TestApp};
use tokio::runtime::Runtime;

use crate::http::{serve, throughput};
use crate::memory;
use crate::report::{Table, percentile};

/// People who sign in at the same moment.
const AT_ONCE: usize = 50;
const MEASURED: Duration = Duration::from_secs(3);
const PASSWORD: &str = "correct horse battery staple";

/// Sign-ins with a wrong password for each kind of address, and the most time
/// for all of them.
const GUESSES: usize = 1_000;
const GUESSING: Duration = Duration::from_mins(2);
/// How far the medians of both may be apart.
const APART: f64 = 1.05;

/// Measures all of it.
pub(crate) fn measure(app: &TestApp, runtime: &Runtime, table: &mut Table) {
    pages(app, runtime, table);
    sign_ins(app, runtime, table);
    guesses(app, runtime, table);
}

/// Whether the time of an answer tells that there is an account: addresses that
/// have one and addresses that have none, in turns. Failures are forgotten now
/// and then, so that nobody is sent away (#11).
fn guesses(app: &TestApp, runtime: &Runtime, table: &mut Table) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let end = Instant::now() + GUESSING;
    runtime.block_on(async {
        for round in 0..GUESSES {
            if Instant::now() >= end {
                break;
            }
            if round % AT_ONCE == 0 {
                forget_failures(app).await;
            }
            let from = origin(round % AT_ONCE);
            known.push(guess(app, &from, &address(round % AT_ONCE)).await);
            unknown.push(guess(app, &from, &format!("nobody{round}@bench.example")).await);
        }
    });
    let count = unknown.len();
    let ratio = percentile(&mut known, 50) / percentile(&mut unknown, 50);
    table.at_most(
        "wrong password, the slower of account and none",
        ratio.max(1.0 / ratio),
        "times",
        APART,
        APART,
    );
    table.note(format!(
        "a wrong password for an address with an account takes {ratio:.3} times as long as for one without \
         (medians of {count} each, in turns)"
    ));
}

async fn forget_failures(app: &TestApp) {
    sqlx::raw_sql("delete from throttles")
        .execute(&app.database.pool)
        .await
        .expect("throttles");
}

async fn guess(app: &TestApp, from: &Origin, address: &str) -> Duration {
    let wrong = Secret::new("wrong password".to_owned());
    let begin = Instant::now();
    let tried = accounts::sign_in(&app.services, from, address, wrong, None).await;
    assert!(
        matches!(tried, Err(backend::Error::Invalid(_))),
        "a wrong password that was tried"
    );
    begin.elapsed()
}

fn pages(app: &TestApp, runtime: &Runtime, table: &mut Table) {
    let reader = runtime.block_on(app.person("reader@bench.example"));
    let member = runtime.block_on(member(app));
    let context = web::Context {
        services: app.services.clone(),
        assets: tests::assets(),
        openapi: OpenApi(std::sync::Arc::new(server::api::openapi())),
    };
    let server = serve(web::router(context, PageCache::disabled(), None));
    let page = |_| "/models".to_owned();
    let nobody = throughput(server, "", &page);
    for (person, who) in [
        (&reader, "somebody who has signed in"),
        (
            &member,
            "a member of an organization with 500 subscriptions",
        ),
    ] {
        let cookie = format!("cookie: {}\r\n", person.browser.cookie_header());
        let somebody = throughput(server, &cookie, &page);
        table.note(format!(
            "a catalog page for {who} takes {:.2} times as long as for nobody \
             ({somebody:.0}/s and {nobody:.0}/s, both drawn)",
            nobody / somebody
        ));
    }
}

/// Somebody whose organization uses a good part of the catalog.
async fn member(app: &TestApp) -> Person<'_> {
    let owner = app.person("owner@bench.example").await;
    let fields = [("name", "Bench"), ("slug", "bench"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let fields = [("name", "Web"), ("slug", "web")];
    let projects = "/organizations/bench/projects/new";
    owner.browser.submit(projects, &fields).await;
    sqlx::raw_sql(SUBSCRIPTIONS)
        .execute(&app.database.pool)
        .await
        .expect("subscriptions");
    owner
}

/// Half a thousand approved requests with what they made.
const SUBSCRIPTIONS: &str = "
    insert into access_requests (org_id, request_id, project_id, offering_id, requested_by, use_case, data_class,
        environment, requests_per_month, input_tokens, output_tokens, state, created_at, decided_at, decided_by)
    select p.org_id, gen_random_uuid(), p.project_id, o.offering_id, m.user_id, 'What a benchmark needs.', 'internal',
        'production', 1, 1, 1, 'approved', now(), now(), m.user_id
    from projects p join organizations using (org_id) join members m using (org_id),
        (select offering_id from offerings order by offering_id limit 500) o
    where organizations.slug = 'bench';
    insert into subscriptions (org_id, subscription_id, project_id, offering_id, request_id, state, starts_at, created_by)
    select org_id, gen_random_uuid(), project_id, offering_id, request_id, 'active', decided_at, decided_by
    from access_requests where state = 'approved'";

fn sign_ins(app: &TestApp, runtime: &Runtime, table: &mut Table) {
    runtime.block_on(async {
        for i in 0..AT_ONCE {
            let new = NewAccount {
                email: address(i).parse().expect("an address"),
                name: "Somebody".parse().expect("a name"),
                password: Secret::new(PASSWORD.to_owned()),
            };
            accounts::sign_up(&app.services, &origin(i), new)
                .await
                .expect("an account");
        }
    });
    let before = memory::figure("self", memory::RESIDENT);
    // The peak is counted anew from here.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let end = Instant::now() + MEASURED;
    let done = runtime.block_on(async {
        let people = (0..AT_ONCE).map(|i| {
            let services = app.services.clone();
            async move {
                let mut done = 0_u32;
                while Instant::now() < end {
                    let password = Secret::new(PASSWORD.to_owned());
                    let tried =
                        accounts::sign_in(&services, &origin(i), &address(i), password, None).await;
                    match tried {
                        Ok(_) => done += 1,
                        // Told to come back: the queue is full.
                        Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                    }
                }
                done
            }
        });
        futures::future::join_all(people).await.iter().sum::<u32>()
    });
    let grown = memory::figure("self", "VmHWM")
        .zip(before)
        .map(|(peak, rss)| peak - rss);
    table.note(format!(
        "{AT_ONCE} people signing in at once: {:.0} sign-ins a second, {} MiB of memory more at the peak",
        f64::from(done) / MEASURED.as_secs_f64(),
        grown.map_or_else(|| "?".to_owned(), |kib| format!("{:.0}", kib / 1024.0))
    ));
}

fn address(i: usize) -> String {
    format!("person{i}@bench.example")
}

fn origin(i: usize) -> Origin {
    Origin {
        ip: Some(format!("10.0.0.{i}")),
        user_agent: None,
    }
}
