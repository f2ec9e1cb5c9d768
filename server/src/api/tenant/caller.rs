//! Who calls: a program with the access token of a member. Cookies are never read here, so that no
//! other site can make a browser act for whoever has signed in.

use app::context::parse_pairs;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use backend::{
    Error, Services, access_tokens,
    authz::{Actor, Allows, OrgGrant, Origin},
};

use super::super::{input, problem::Problem};

/// Reading one's own account.
pub(super) const ACCOUNT_READ: &str = "account:read";
/// Reading organizations and their projects.
pub(super) const ORGANIZATION_READ: &str = "organization:read";
/// Making and changing projects.
pub(super) const PROJECTS_WRITE: &str = "projects:write";
/// Reading members and invitations.
pub(super) const MEMBERS_READ: &str = "members:read";
/// Inviting, changing and removing members.
pub(super) const MEMBERS_WRITE: &str = "members:write";
/// Reading the audit log.
pub(super) const AUDIT_READ: &str = "audit:read";

/// Parameters in which people put tokens, and where logs and histories keep them.
const MISPLACED: [&str; 2] = ["access_token", "token"];

/// Whoever holds the token of the request.
#[derive(Debug)]
pub(super) struct Caller(Actor);

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Services: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        refuse_misplaced(parts.uri.query().unwrap_or_default())?;
        let token = bearer(&parts.headers).ok_or(Error::Unauthenticated)?;
        let origin = parts.extensions.get::<Origin>().cloned();
        let services = Services::from_ref(state);
        let actor = access_tokens::actor(&services, origin.unwrap_or_default(), token).await?;
        Ok(Self(actor))
    }
}

impl Caller {
    /// The account, if the token is for this.
    pub(super) fn allowed(&self, scope: &str) -> Result<&Actor, Problem> {
        if self.0.has_scope(scope) {
            Ok(&self.0)
        } else {
            Err(Problem::missing_scope(scope))
        }
    }

    /// Proves a role in the organization with this slug, if the token is for this.
    pub(super) async fn in_org<R: Allows>(
        &self,
        services: &Services,
        scope: &str,
        slug: &str,
    ) -> Result<OrgGrant<R>, Problem> {
        let actor = self.allowed(scope)?;
        Ok(actor.in_org::<R>(services, input::slug(slug)?).await?)
    }
}

/// The token of the header, whatever its form. Two headers are as none: which of them counts?
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start_matches(' '))
}

/// Refuses a token in the address, even beside one in the header: whoever put it there has to
/// learn that it is known now.
fn refuse_misplaced(query: &str) -> Result<(), Problem> {
    let pairs = parse_pairs(query)?;
    let found = MISPLACED.into_iter().find(|known| {
        pairs
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(known))
    });
    found.map_or(Ok(()), |name| {
        Err(Problem::field(
            name,
            "belongs in the header `Authorization`; revoke this token, because logs keep addresses",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn scopes_are_those_that_tokens_can_have() {
        let mut own = [
            ACCOUNT_READ,
            ORGANIZATION_READ,
            PROJECTS_WRITE,
            MEMBERS_READ,
            MEMBERS_WRITE,
            AUDIT_READ,
        ];
        let mut known = access_tokens::SCOPES.map(|(word, _)| word);
        own.sort_unstable();
        known.sort_unstable();
        assert_eq!(own, known);
    }

    #[test]
    fn one_header_with_one_scheme() {
        let given = |values: &[&'static [u8]]| {
            let mut headers = HeaderMap::new();
            for value in values {
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    headers.append(header::AUTHORIZATION, value);
                }
            }
            bearer(&headers).map(str::to_owned)
        };
        for good in ["Bearer abc", "bearer abc", "BEARER   abc"] {
            assert_eq!(given(&[good.as_bytes()]).as_deref(), Some("abc"), "{good}");
        }
        for bad in ["", "abc", "Basic abc", "Bearer", "Bearer\tabc", "Bearerabc"] {
            assert_eq!(given(&[bad.as_bytes()]), None, "{bad}");
        }
        assert_eq!(given(&[&b"Bearer \xff"[..]]), None);
        assert_eq!(given(&[&b"Bearer abc"[..], &b"Bearer def"[..]]), None);
        assert_eq!(given(&[]), None);
    }

    #[test]
    fn tokens_in_addresses_are_refused() {
        let field = |query| {
            let problem = refuse_misplaced(query).err()?;
            problem.errors.first().map(|error| error.field.clone())
        };
        for (query, name) in [
            ("token=tsr_pat_x", "token"),
            ("a=b&access_token=x", "access_token"),
            ("Access%5FToken=x", "access_token"),
            ("token", "token"),
        ] {
            assert_eq!(field(query).as_deref(), Some(name), "{query}");
        }
        assert_eq!(field("text=token"), None);
        let said = refuse_misplaced("token=tsr_pat_secret").map_err(|p| format!("{p:?}"));
        assert!(said.is_err_and(|said| !said.contains("secret")));
    }
}
