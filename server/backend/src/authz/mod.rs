//! Who may do what, as proofs: a use-case takes a grant, and only a check in
//! here makes one. Code that forgets the check does not compile.

mod actor;
mod grants;
mod sql;

pub use actor::{Actor, Origin, Scope, SignedInBy};
pub(crate) use actor::{Entrance, roles_of};
pub use grants::{
    AccessManager, Admin, Allows, AnyMember, Approver, AuditReader, OperatorGrant, OrgGrant, Owner,
    RequestReader, Requester, VendorGrant,
};
