//! What the roles of a member have to do in one organization.

use backend::audit::Exported;
use backend::authz::{AnyMember, OrgGrant};
use backend::{Error, Services};
use domain::role::Roles;
use futures::try_join;
use time::OffsetDateTime;

use super::tasks::Task;
use super::{access, auditor, finance};

/// What was read for the roles.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::pages) struct Duties {
    access: access::Figures,
    finance: finance::Figures,
    log: Option<Exported>,
}

impl Duties {
    /// Reads only what the roles need.
    pub(in crate::pages) async fn read(
        svc: &Services,
        grant: &OrgGrant<AnyMember>,
    ) -> Result<Self, Error> {
        let (access, finance, log) = try_join!(
            access::read(svc, grant),
            finance::read(svc, grant),
            auditor::read(svc, grant)
        )?;
        Ok(Self {
            access,
            finance,
            log,
        })
    }

    /// The tasks in the organization `name` at the address `home`, which has so
    /// many projects.
    pub(in crate::pages) fn tasks(
        self,
        roles: &Roles,
        projects: i64,
        now: OffsetDateTime,
        (home, name): (&str, &str),
    ) -> Vec<Task> {
        let mut tasks = access::tasks(self.access, roles, projects, (home, name));
        tasks.extend(finance::tasks(self.finance, roles, projects, (home, name)));
        let log = self.log;
        tasks.extend(log.map(|exported| auditor::task(exported, now, (home, name))));
        tasks
    }
}
