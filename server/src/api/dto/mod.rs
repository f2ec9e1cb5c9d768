//! What the API answers: one type a thing, each field documented. These words become the OpenAPI
//! document. `null` is unknown: a missing price is not zero, and a zero price is not missing.

mod account;
mod attributes;
mod audit;
mod benchmark;
mod change;
mod company;
mod cost;
mod facet;
mod list;
mod member;
mod model;
mod offering;
mod organization;
mod price;
mod project;
mod score;
mod source;
mod speed;
mod statement;

pub use self::{
    account::Account,
    attributes::Attributes,
    audit::{AuditEvent, AuditLinks, AuditPage, AuditVerification},
    benchmark::{Benchmark, BenchmarkList, ModelScore, ScoreList},
    change::{Change, ChangeLinks, ChangeList, ChangeListLinks},
    company::{Counts, Provider, ProviderList, Publisher, PublisherList},
    cost::{Cost, CostLine, CostModel, CostOffering, CostWorkload, MonthlyCost},
    facet::{Facet, FacetValue},
    list::{ListLinks, ModelList},
    member::{Invitation, InvitationList, Member, MemberChange, MemberList, NewInvitation},
    model::{BestPrices, Model, ModelKind, ModelSummary},
    offering::{DataPolicy, Offering, Region},
    organization::{Membership, MembershipList, Organization},
    price::{Component, ContextThreshold, Price, PricePeriod, Quote},
    project::{NewProject, Project, ProjectChange, ProjectList},
    score::Score,
    source::{Source, SourceList, SourceRef},
    speed::{MeasuredFirstToken, MeasuredThroughput, Speed},
    statement::Statement,
};

use serde::Serialize;
use utoipa::ToSchema;

/// Where something is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Links {
    /// In this API.
    #[serde(rename = "self")]
    #[schema(example = "/api/v1/models/anthropic/claude-sonnet-4-5")]
    pub this: String,
    /// For people.
    #[schema(example = "/models/anthropic/claude-sonnet-4-5")]
    pub html: String,
}

impl Links {
    /// The same path in the API and for people.
    fn to(path: &str) -> Self {
        Self {
            this: format!("{}{path}", super::BASE),
            html: path.to_owned(),
        }
    }
}

/// A company, briefly.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    #[schema(example = "anthropic")]
    pub id: String,
    /// Its name for people.
    #[schema(example = "Anthropic")]
    pub name: String,
}

fn day(date: time::Date) -> String {
    date.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_path_leads_to_both_forms() {
        let links = Links::to("/models/a/b:c");
        assert_eq!(
            (links.this.as_str(), links.html.as_str()),
            ("/api/v1/models/a/b:c", "/models/a/b:c")
        );
    }

    #[test]
    fn days_are_iso() {
        assert_eq!(day(time::macros::date!(2026 - 02 - 03)), "2026-02-03");
    }
}
