//! The closed vocabularies and the forms of money, as schemas. The types here are never made: they
//! only stand for a schema with a name.

use backend::audit::Action;
use domain::{catalog_query::Sort, model, offering, price, role};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, ObjectBuilder, RefOr, Schema, schema::Type},
};

/// One of these words.
pub(super) fn one_of(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
}

macro_rules! schemas {
    ($($name:ident, $about:literal, $schema:expr;)+) => {$(
        #[doc = $about]
        #[derive(Debug)]
        pub(super) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let object: Object = $schema.description(Some($about)).build();
                object.into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

macro_rules! words {
    ($vocabulary:ty) => {
        one_of(<$vocabulary>::ALL.iter().map(|word| word.as_str()))
    };
}

fn decimal(example: &'static str) -> ObjectBuilder {
    let text = ObjectBuilder::new().schema_type(Type::String);
    text.pattern(Some(r"^-?\d+(\.\d+)?$")).examples([example])
}

schemas! {
    Modality, "A kind of content that goes into or comes out of a model.", words!(model::Modality);
    Capability, "Something a model can do beyond answering.", words!(model::Capability);
    Task, "What people use a model for.", words!(model::Task);
    Lifecycle, "Where a model or an offering is in its life.", words!(model::Lifecycle);
    DeploymentType, "How capacity is provided.", words!(offering::DeploymentType);
    Retention, "How long what is sent may be kept, as its provider says.", words!(offering::Retention);
    Dialect, "The request format an offering understands.", words!(offering::Dialect);
    Unit, "What a price is for one of; `mtok` is a million tokens.", words!(price::Unit);
    Direction, "Which way the charged content flows.", words!(price::Direction);
    TokenClass, "What kind of token is charged.", words!(price::TokenClass);
    ServiceTier, "How urgently a call is served.", words!(price::ServiceTier);
    SortOrder, "The order of a list. Unknown figures come last.", words!(Sort);
    ChangeKind, "What kind of change.",
        one_of(backend::catalog::changes::Kind::ALL.map(backend::catalog::changes::Kind::as_str));
    Role, "What a member of an organization may do.", words!(role::Role);
    AuditAction, "What an event of the audit log tells.", words!(Action);
    Usd, "US dollars as an exact decimal. Not a JSON number, which most readers make a float.",
        decimal("3");
    Decimal, "An exact decimal.", decimal("78.24");
}
