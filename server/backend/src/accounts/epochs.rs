//! What a session compares itself with.

/// How often an account has got other roles and another password. A session
/// keeps both as they were when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epochs {
    /// Moves with the roles: a session of another one gets a new id.
    pub authority: i32,
    /// Moves with the password: a session of another one is nobody's.
    pub credentials: i32,
}
