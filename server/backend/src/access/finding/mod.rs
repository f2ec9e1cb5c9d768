//! Finding requests: one, or a page of them, for those who may see them.

mod sql;

use domain::access::RequestState;
use domain::id::{OrgId, RequestId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::Moment;
use super::requests::Request;
use crate::Error;
use crate::authz::{Allows as _, AnyMember, OrgGrant, RequestReader};

pub(super) use sql::{waiting, waits};

/// Who looks at requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Viewer {
    pub(super) by: UserId,
    /// Whether they see what others have asked for.
    pub(super) sees_all: bool,
}

impl Viewer {
    pub(super) fn of(grant: &OrgGrant<AnyMember>) -> Self {
        Self {
            by: grant.by(),
            sees_all: grant.roles().any_of(RequestReader::ROLES),
        }
    }

    /// Somebody whose role lets them see what others have asked for.
    pub(super) fn of_all(by: UserId) -> Self {
        Self { by, sees_all: true }
    }
}

/// Whose requests are listed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Everybody,
    /// What this account has made or joined.
    Own(UserId),
    /// What is open and what this account has neither made nor joined.
    Waiting(UserId),
}

/// Where the last page ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    at: OffsetDateTime,
    id: RequestId,
}

/// What a page holds. What is `None` leaves all.
#[derive(Debug)]
pub(super) struct Which {
    pub(super) of: Of,
    /// Without meaning for what waits.
    pub(super) state: Option<RequestState>,
    pub(super) place: Option<Place>,
    pub(super) limit: i64,
}

/// A page of requests, newest first. The page is cut before it is joined: a
/// plan that joins all of an organization's requests first takes minutes at
/// 50,000 of them.
pub(super) async fn page(
    tx: &mut PgConnection,
    org: OrgId,
    which: &Which,
    viewer: Viewer,
    moment: Moment,
) -> Result<Vec<Request>, Error> {
    let ids = match which.of {
        Of::Everybody => sql::everybodys(tx, org, which, moment).await?,
        Of::Own(user) => sql::own(tx, org, user, which, moment).await?,
        Of::Waiting(user) => sql::waiting_page(tx, org, user, which, moment).await?,
    };
    sql::read(tx, org, &ids, viewer.by, moment).await
}

/// One request.
pub(super) async fn find(
    tx: &mut PgConnection,
    org: OrgId,
    id: RequestId,
    viewer: Viewer,
    moment: Moment,
) -> Result<Request, Error> {
    let found = sql::read(tx, org, &[id], viewer.by, moment).await?;
    let mut seen = found
        .into_iter()
        .filter(|request| viewer.sees_all || request.is_asker);
    seen.next().ok_or(Error::NotFound)
}

/// The end of a page that ended with this request.
pub(super) async fn place(
    tx: &mut PgConnection,
    org: OrgId,
    before: RequestId,
    viewer: Viewer,
    moment: Moment,
) -> Result<Place, Error> {
    match find(tx, org, before, viewer, moment).await {
        Ok(request) => Ok(Place {
            at: request.created_at,
            id: request.id,
        }),
        Err(Error::NotFound) => Err(Error::invalid(
            "before",
            "is not a request that you can see",
        )),
        Err(error) => Err(error),
    }
}
