//! Which chain somebody may read.

use domain::id::OrgId;

use crate::authz::{AuditReader, OperatorGrant, OrgGrant, Scope};

/// A chain that may be read, made of the grant that proves it: what happened in
/// an organization is for its own readers, what happened to accounts and to the
/// installation for operators.
#[derive(Debug)]
pub struct Log {
    pub(super) org: OrgId,
    /// What it is called in the event of an export.
    pub(super) name: String,
    pub(super) scope: Scope,
}

impl From<&OrgGrant<AuditReader>> for Log {
    fn from(grant: &OrgGrant<AuditReader>) -> Self {
        Self {
            org: grant.org(),
            name: grant.slug().to_owned(),
            scope: grant.scope(),
        }
    }
}

impl From<&OperatorGrant> for Log {
    fn from(grant: &OperatorGrant) -> Self {
        Self {
            org: OrgId::INSTALLATION,
            name: INSTALLATION.to_owned(),
            scope: grant.scope(),
        }
    }
}

/// The chain of accounts and of the installation, in words.
pub(super) const INSTALLATION: &str = "installation";
