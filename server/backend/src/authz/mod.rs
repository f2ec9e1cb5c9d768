//! Who may do what, as proofs: a use-case takes a grant, and only a check in
//! here makes one. Code that forgets the check does not compile.

mod actor;
mod grants;
mod sql;

pub(crate) use actor::roles_of;
pub use actor::{Actor, Origin, Scope, SignedInBy};
pub use grants::{
    AccessManager, Admin, Allows, AnyMember, Approver, AuditReader, OperatorGrant, OrgGrant, Owner,
    RequestReader, Requester, VendorGrant,
};
