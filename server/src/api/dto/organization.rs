//! Organizations, as their members see them.

use backend::{
    authz::{AnyMember, OrgGrant},
    organizations,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::words, Links};

/// All organizations of an account that its token is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipList {
    /// By name.
    pub items: Vec<Membership>,
}

/// An organization, briefly, and what the account may do in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Membership {
    /// Its id.
    #[schema(example = "org_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Its name in addresses.
    #[schema(example = "acme")]
    pub slug: String,
    /// Its name.
    #[schema(example = "Acme")]
    pub name: String,
    /// The roles of the account.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Vec<String>,
    /// Whether it is part of the demo.
    pub is_demo: bool,
    /// Where it is.
    pub links: Links,
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organization {
    /// Its id.
    #[schema(example = "org_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Its name in addresses.
    #[schema(example = "acme")]
    pub slug: String,
    /// Its name.
    #[schema(example = "Acme")]
    pub name: String,
    /// The time zone in which its days are counted, an IANA name.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// Whether members must sign in through its own provider.
    pub sso_required: bool,
    /// Whether it has a provider for single sign-on.
    pub has_provider: bool,
    /// How many members it has.
    #[schema(example = 12)]
    pub members: i64,
    /// How many projects are in use.
    #[schema(example = 4)]
    pub projects: i64,
    /// How many invitations are open.
    #[schema(example = 1)]
    pub invitations: i64,
    /// The roles of the account.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Vec<String>,
    /// Where it is.
    pub links: Links,
}

fn links(slug: &str) -> Links {
    Links::to(&format!("/organizations/{slug}"))
}

impl From<organizations::Membership> for Membership {
    fn from(membership: organizations::Membership) -> Self {
        Self {
            id: membership.org.to_string(),
            links: links(&membership.slug),
            slug: membership.slug,
            name: membership.name,
            roles: membership.roles.words(),
            is_demo: membership.is_demo,
        }
    }
}

impl Organization {
    /// An organization as a member sees it.
    pub(crate) fn new(grant: &OrgGrant<AnyMember>, profile: organizations::Profile) -> Self {
        Self {
            id: grant.org().to_string(),
            slug: grant.slug().to_owned(),
            name: profile.name,
            time_zone: profile.time_zone,
            sso_required: profile.sso_required,
            has_provider: profile.has_provider,
            members: profile.members,
            projects: profile.projects,
            invitations: profile.invitations,
            roles: grant.roles().words(),
            links: links(grant.slug()),
        }
    }
}
