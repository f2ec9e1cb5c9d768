//! The account of whoever calls.

use backend::{accounts, organizations};
use domain::id::UserId;
use serde::Serialize;
use utoipa::ToSchema;

use super::Membership;

/// The account that a token stands for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// Its id.
    #[schema(example = "usr_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Its name.
    #[schema(example = "Ada Byron")]
    pub name: String,
    /// Its mail address.
    #[schema(example = "ada@acme.example")]
    pub email: String,
    /// Whether it has shown that the address is its own.
    pub email_verified: bool,
    /// Whether it has a second factor.
    pub second_factor: bool,
    /// The organization of the token, if the account is still a member.
    pub organizations: Vec<Membership>,
}

impl Account {
    /// An account with its organizations.
    pub(crate) fn new(
        id: UserId,
        profile: accounts::Profile,
        organizations: Vec<organizations::Membership>,
    ) -> Self {
        Self {
            id: id.to_string(),
            name: profile.name,
            email: profile.email,
            email_verified: profile.email_verified,
            second_factor: profile.second_factor,
            organizations: organizations.into_iter().map(Membership::from).collect(),
        }
    }
}
