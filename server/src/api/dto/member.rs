//! Members of an organization, and those who are invited.

use backend::members;
use domain::{organization::Email, role::Roles};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{body::Fields, instant::instant, problem::Problem, words};

/// All members of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberList {
    /// By name.
    pub items: Vec<Member>,
}

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    /// The id of the account.
    #[schema(example = "usr_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Its name.
    #[schema(example = "Ada Byron")]
    pub name: String,
    /// Its mail address.
    #[schema(example = "ada@acme.example")]
    pub email: String,
    /// What it may do.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Vec<String>,
    /// Since when it is a member.
    #[schema(format = DateTime, example = "2026-11-22T12:00:00Z")]
    pub joined_at: String,
    /// Whether it has a second factor.
    pub second_factor: bool,
}

impl From<members::Member> for Member {
    fn from(member: members::Member) -> Self {
        Self {
            id: member.user.to_string(),
            name: member.name,
            email: member.email,
            roles: member.roles.words(),
            joined_at: instant(member.joined_at),
            second_factor: member.second_factor,
        }
    }
}

/// What a member may do from now on.
#[derive(Debug, ToSchema)]
pub struct MemberChange {
    /// All roles, at least one.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Roles,
}

impl MemberChange {
    /// Reads what was sent.
    pub(in crate::api) fn read(mut fields: Fields) -> Result<Self, Problem> {
        let roles = fields.roles("roles");
        fields.finish(roles.map(|roles| Self { roles }))
    }
}

/// All open invitations of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationList {
    /// The newest first.
    pub items: Vec<Invitation>,
}

/// An invitation that can be accepted. Its link is only in the mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    #[schema(example = "inv_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Who is invited.
    #[schema(example = "grace@acme.example")]
    pub email: String,
    /// The roles that are offered.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Vec<String>,
    /// The name of who invited.
    #[schema(example = "Ada Byron")]
    pub invited_by: String,
    /// Until when it can be accepted.
    #[schema(format = DateTime, example = "2026-11-29T12:00:00Z")]
    pub expires_at: String,
}

impl From<members::Invitation> for Invitation {
    fn from(invitation: members::Invitation) -> Self {
        Self {
            id: invitation.id.to_string(),
            email: invitation.email,
            roles: invitation.roles.words(),
            invited_by: invitation.invited_by,
            expires_at: instant(invitation.expires_at),
        }
    }
}

/// Who is to be invited.
#[derive(Debug, ToSchema)]
pub struct NewInvitation {
    /// The mail address.
    #[schema(value_type = String, max_length = 254, example = "grace@acme.example")]
    pub email: Email,
    /// The roles to offer, at least one.
    #[schema(value_type = Vec<words::Role>)]
    pub roles: Roles,
}

impl NewInvitation {
    /// Reads what was sent.
    pub(in crate::api) fn read(mut fields: Fields) -> Result<Self, Problem> {
        let (email, roles) = (fields.required("email"), fields.roles("roles"));
        fields.finish(email.zip(roles).map(|(email, roles)| Self { email, roles }))
    }
}
