//! What can be told.

use serde_json::Value;

macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $label:literal;)+) => {
        /// What was done. The word is kept for ever: it is part of the hash.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$meta])* $name,)+ }

        impl Action {
            /// All of them, in the order in which filters show them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the log.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The words for people.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

actions! {
    /// An organization was made.
    OrganizationCreated = "organization.created", "Organization created";
    /// Its name, time zone or rules changed.
    OrganizationChanged = "organization.changed", "Organization changed";
    /// A project was made.
    ProjectCreated = "project.created", "Project created";
    /// Its name or cost center changed.
    ProjectChanged = "project.changed", "Project changed";
    /// It takes nothing new.
    ProjectArchived = "project.archived", "Project archived";
    /// It takes new things again.
    ProjectRestored = "project.restored", "Project restored";
    /// Somebody was invited.
    MemberInvited = "member.invited", "Member invited";
    /// An invitation was taken back.
    InvitationRevoked = "invitation.revoked", "Invitation revoked";
    /// An invitation was accepted.
    MemberJoined = "member.joined", "Member joined";
    /// A member has other roles.
    RolesChanged = "member.roles_changed", "Roles changed";
    /// A member was removed.
    MemberRemoved = "member.removed", "Member removed";
    /// A member left.
    MemberLeft = "member.left", "Member left";
    /// Somebody else is the owner.
    OwnershipHandedOver = "organization.handed_over", "Ownership handed over";
    /// The provider for single sign-on changed.
    IdentityProviderChanged = "identity_provider.changed", "Single sign-on changed";
    /// The provider was removed.
    IdentityProviderRemoved = "identity_provider.removed", "Single sign-on removed";
    /// An account was linked to a person at the provider.
    IdentityLinked = "identity.linked", "Identity linked";
    /// A personal access token was made.
    TokenCreated = "token.created", "Access token created";
    /// A personal access token was revoked.
    TokenRevoked = "token.revoked", "Access token revoked";
    /// A member asked for access.
    AccessRequested = "access.requested", "Access requested";
    /// A member asked for what was asked for already.
    AccessJoined = "access.joined", "Access request joined";
    /// An approver agreed.
    AccessApproved = "access.approved", "Access approved";
    /// An approver refused.
    AccessDenied = "access.denied", "Access denied";
    /// Whoever asked took it back.
    AccessWithdrawn = "access.withdrawn", "Access request withdrawn";
    /// Whoever asked took it back, and somebody who had joined goes on asking.
    AccessHandedOver = "access.handed_over", "Access request handed over";
    /// A subscription was ended.
    SubscriptionCanceled = "subscription.canceled", "Subscription canceled";
    /// The log was exported.
    AuditExported = "audit.exported", "Audit log exported";
    /// An account was made.
    AccountCreated = "account.created", "Account created";
    /// Somebody signed in.
    SignedIn = "account.signed_in", "Signed in";
    /// A sign-in failed.
    SignInFailed = "account.sign_in_failed", "Sign-in failed";
    /// Somebody signed out.
    SignedOut = "account.signed_out", "Signed out";
    /// Other sessions were ended.
    SessionsEnded = "account.sessions_ended", "Sessions ended";
    /// A name changed.
    AccountChanged = "account.changed", "Account changed";
    /// A password was changed.
    PasswordChanged = "account.password_changed", "Password changed";
    /// A link to set a new password was asked for.
    PasswordResetAsked = "account.password_reset_asked", "Password reset asked for";
    /// A password was set through a mailed link.
    PasswordReset = "account.password_reset", "Password reset";
    /// A mail address was confirmed.
    EmailVerified = "account.email_verified", "Address confirmed";
    /// The second factor was turned on.
    SecondFactorOn = "account.second_factor_on", "Second factor turned on";
    /// The second factor was turned off.
    SecondFactorOff = "account.second_factor_off", "Second factor turned off";
    /// New recovery codes were made.
    RecoveryCodesMade = "account.recovery_codes_made", "Recovery codes made";
    /// An operator was made.
    OperatorCreated = "operator.created", "Operator created";
    /// The demo was set up.
    DemoCreated = "demo.created", "Demo created";
    /// Its accounts were let in again, by a start with the demo.
    DemoOpened = "demo.opened", "Demo accounts opened";
    /// Nobody of it is let in, by a start without the demo.
    DemoClosed = "demo.closed", "Demo accounts closed";
    /// Secrets were sealed under the newest key.
    SecretsRotated = "secrets.rotated", "Secrets rotated";
}

impl Action {
    /// The action with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.as_str() == word)
    }
}

/// One event before it is written. Nothing secret belongs in it.
#[derive(Debug, Clone)]
pub struct Event {
    pub(crate) action: Action,
    pub(crate) subject: String,
    pub(crate) reason: Option<String>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

impl Event {
    /// What was done to what.
    pub(crate) fn new(action: Action, subject: impl ToString) -> Self {
        Self {
            action,
            subject: subject.to_string(),
            reason: None,
            before: None,
            after: None,
        }
    }

    /// What it was before.
    pub(crate) fn before(self, value: Value) -> Self {
        Self {
            before: Some(value),
            ..self
        }
    }

    /// What it is now.
    pub(crate) fn after(self, value: Value) -> Self {
        Self {
            after: Some(value),
            ..self
        }
    }

    /// Why, in the words of the actor.
    pub(crate) fn because(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }
}
