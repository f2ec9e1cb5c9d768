//! What accounts are told by mail.

use crate::Services;
use crate::mail::Mail;

/// Confirms an address that has signed up.
pub(super) fn verification(svc: &Services, to: &str, secret: &str) -> Mail {
    Mail::new(to, "Confirm your mail address")
        .text("Somebody, probably you, gave this address to Tessera.")
        .action(
            "Confirm the address",
            svc.link(&format!("/verify-email?token={secret}")),
        )
        .text("The link works once, for 24 hours. If it was not you, do nothing.")
}

/// To the owner of an account, when somebody signs up with the same address.
pub(super) fn already_known(svc: &Services, to: &str) -> Mail {
    Mail::new(to, "You have an account already")
        .text(
            "Somebody, probably you, tried to sign up to Tessera with this address, which has an \
             account already.",
        )
        .action("Sign in", svc.link("/sign-in"))
        .text(
            "If you do not know the password any more, ask for a new one there. If it was not \
             you, do nothing: nothing has changed.",
        )
}

/// With which a new password is set.
pub(super) fn reset(svc: &Services, to: &str, secret: &str) -> Mail {
    Mail::new(to, "Set a new password")
        .text("Somebody, probably you, asked for a new password of your account at Tessera.")
        .action(
            "Set a new password",
            svc.link(&format!("/reset-password?token={secret}")),
        )
        .text(
            "The link works once, for one hour. If it was not you, do nothing: nothing has \
             changed.",
        )
}

/// To somebody who asks for a new password and has none.
pub(super) fn no_password(svc: &Services, to: &str) -> Mail {
    Mail::new(to, "Your account has no password")
        .text(
            "Somebody, probably you, asked for a new password of your account at Tessera. The \
             account has none: you sign in through your organization.",
        )
        .action("Sign in", svc.link("/sign-in"))
}

/// After a password was changed.
pub(super) fn password_changed(svc: &Services, to: &str) -> Mail {
    Mail::new(to, "Your password was changed")
        .text("The password of your account at Tessera was changed, and other sessions were ended.")
        .text("If it was not you, ask for a new password at once.")
        .action("Ask for a new password", svc.link("/forgot-password"))
}

/// After the second factor was turned on or off.
pub(super) fn second_factor(svc: &Services, to: &str, is_on: bool) -> Mail {
    let state = if is_on { "on" } else { "off" };
    Mail::new(to, &format!("Your second factor was turned {state}"))
        .text(format!(
            "The second factor of your account at Tessera was turned {state}."
        ))
        .text("If it was not you, ask for a new password at once. That ends every session.")
        .action("Ask for a new password", svc.link("/forgot-password"))
}
