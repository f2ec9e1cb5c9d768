//! Messages by mail where the mail server does not take them, where many wait,
//! and where their reader has left.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use backend::Services;
use backend::mail::{Letterhead, Mailer};
use backend::notifications::mails::{self, Turn};
use tests::{TestApp, now};
use time::{Duration, OffsetDateTime};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::inbox::{choose, due, next_morning, organization, tell};

/// What takes a mail.
const TAKEN: u16 = 250;
/// What does so later.
const LATER: u16 = 451;

fn in_ten_minutes() -> OffsetDateTime {
    now() + Duration::minutes(10)
}

/// A mail server that answers what it is told to.
struct MailServer {
    address: String,
    answer: Arc<AtomicU16>,
    mails: Arc<AtomicUsize>,
}

impl MailServer {
    async fn start(answer: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap().to_string(),
            answer: Arc::new(AtomicU16::new(answer)),
            mails: Arc::default(),
        };
        let (answer, mails) = (Arc::clone(&server.answer), Arc::clone(&server.mails));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(talk(client, Arc::clone(&answer), Arc::clone(&mails)));
            }
        });
        server
    }

    fn answers(&self, code: u16) {
        self.answer.store(code, Ordering::Relaxed);
    }

    /// How many mails it has taken.
    fn mails(&self) -> usize {
        self.mails.load(Ordering::Relaxed)
    }

    /// Mails what is due at this time; says how many mails went out.
    async fn send(&self, app: &TestApp, clock: fn() -> OffsetDateTime) -> usize {
        send_to(&self.address, app, clock).await
    }
}

/// As much of SMTP as it takes to hand over a mail.
async fn talk(client: TcpStream, answer: Arc<AtomicU16>, mails: Arc<AtomicUsize>) {
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    let mut reply = "220 here".to_owned();
    while output
        .write_all(format!("{reply}\r\n").as_bytes())
        .await
        .is_ok()
    {
        let Ok(Some(line)) = lines.next_line().await else {
            return;
        };
        reply = match line.get(..4) {
            Some("MAIL") => format!("{} so it is", answer.load(Ordering::Relaxed)),
            Some("DATA") => {
                if output.write_all(b"354 go on\r\n").await.is_err() {
                    return;
                }
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                }
                mails.fetch_add(1, Ordering::Relaxed);
                "250 taken".to_owned()
            }
            _ => "250 fine".to_owned(),
        };
    }
}

async fn send_to(address: &str, app: &TestApp, clock: fn() -> OffsetDateTime) -> usize {
    let letterhead = Letterhead {
        from: "Tessera <no-reply@tessera.example>".parse().unwrap(),
        address: "https://tessera.example".parse().unwrap(),
    };
    let relay = format!("smtp://{address}").parse().unwrap();
    let services = Services {
        mailer: Mailer::smtp(&relay, letterhead, clock).unwrap(),
        clock,
        ..app.services.clone()
    };
    mails::send_due(&services).await.unwrap().mails
}

#[tokio::test]
async fn what_the_mail_server_defers_is_mailed_later() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    let server = MailServer::start(LATER).await;
    assert_eq!(server.send(&app, now).await, 0);
    assert_eq!(due(&app, &member).await, [Some(in_ten_minutes())]);
    server.answers(TAKEN);
    assert_eq!(server.send(&app, now).await, 0, "it rests");
    assert_eq!(server.send(&app, in_ten_minutes).await, 1);
    assert_eq!(server.send(&app, in_ten_minutes).await, 0);
    assert_eq!(server.mails(), 1);
}

#[tokio::test]
async fn what_no_mail_server_takes_is_mailed_later() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = gone.local_addr().unwrap().to_string();
    drop(gone);
    assert_eq!(send_to(&address, &app, now).await, 0);
    assert_eq!(due(&app, &member).await, [Some(in_ten_minutes())]);
    let server = MailServer::start(TAKEN).await;
    assert_eq!(server.send(&app, in_ten_minutes).await, 1);
}

#[tokio::test]
async fn what_the_mail_server_refuses_stays_in_the_inbox() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    let server = MailServer::start(550).await;
    assert_eq!(server.send(&app, now).await, 0);
    server.answers(TAKEN);
    assert_eq!(server.send(&app, in_ten_minutes).await, 0);
    assert_eq!(server.mails(), 0);
    let inbox = member.browser.get("/inbox").await.text();
    assert!(inbox.contains("Your roles in Acme have changed"), "{inbox}");
}

#[tokio::test]
async fn what_is_old_or_was_read_is_not_tried_again() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    tell(&owner, &member, "finance").await;
    sqlx::query("update notifications set created_at = created_at - interval '3 days'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let server = MailServer::start(LATER).await;
    assert_eq!(server.send(&app, now).await, 0);
    tell(&owner, &member, "auditor").await;
    assert_eq!(server.send(&app, now).await, 0);
    assert_eq!(
        due(&app, &member).await,
        [Some(now()), Some(in_ten_minutes())]
    );
    member.browser.submit("/inbox", &[("as", "read")]).await;
    server.answers(TAKEN);
    assert_eq!(server.send(&app, in_ten_minutes).await, 0);
}

/// Messages of no organization, to this many people, which are due.
async fn fill(app: &TestApp, people: i32) {
    sqlx::query(
        "with people as (
             insert into users (user_id, email, name, created_at, email_verified_at)
             select gen_random_uuid(), 'p' || n || '@acme.example', 'P', $1, $1
             from generate_series(1, $2) as n returning user_id)
         insert into notifications (notification_id, user_id, kind, title, body, href, created_at, mail_due_at)
         select gen_random_uuid(), user_id, 'member_joined', 'Hello', '', '/inbox', $1, $1 from people",
    )
    .bind(now())
    .bind(people)
    .execute(&app.database.pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_turn_says_whether_others_wait() {
    let app = TestApp::starter().await;
    fill(&app, 52).await;
    for (mails, is_full) in [(50, true), (2, false), (0, false)] {
        let turn = mails::send_due(&app.services).await.unwrap();
        assert_eq!(turn, Turn { mails, is_full });
    }
}

#[tokio::test]
async fn who_has_left_gets_no_mail_of_the_organization() {
    let app = TestApp::starter().await;
    let (owner, member) = organization(&app).await;
    choose(&member, "daily").await;
    tell(&owner, &member, "finance").await;
    let remove = format!("/organizations/acme/members/{}/remove", member.user);
    owner.browser.submit(&remove, &[]).await;
    assert_eq!(due(&app, &member).await, [Some(next_morning())]);
    let server = MailServer::start(TAKEN).await;
    assert_eq!(server.send(&app, next_morning).await, 0);
    fill(&app, 1).await;
    assert_eq!(server.send(&app, next_morning).await, 1, "of nobody's");
    app.join("acme", member.user, &["developer"]).await;
    assert_eq!(server.send(&app, next_morning).await, 1, "a member again");
}
