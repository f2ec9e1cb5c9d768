//! `/api/v1/cost`.

use axum::{Json, extract::State};
use backend::{
    Services,
    catalog::snapshot::{Entry, Snapshot},
};
use domain::workload::Workload;

use super::{
    dto::Cost,
    input::{Pairs, find_entry},
    params::CostParams,
    problem::Problem,
};

/// How many models one question may name.
pub(super) const MAX_MODELS: usize = 4;

/// Work out a month.
///
/// What a month of your own use would cost on every offering of up to four models, with the lines
/// of the calculation. Cheapest first, then what is listed at no charge; offerings without the prices it needs come last. A price is
/// needed only where there are tokens to pay for: with `output=0` none of output.
#[utoipa::path(get, path = "/api/v1/cost", tag = "Catalog", operation_id = "getCost",
    params(CostParams),
    responses((status = 200, description = "The cost by offering.", body = Cost)))]
pub(super) async fn show(
    State(services): State<Services>,
    pairs: Pairs,
) -> Result<Json<Cost>, Problem> {
    let workload = workload(&pairs)?;
    let snapshot = services.catalog.snapshot();
    Ok(Json(Cost::new(
        &snapshot,
        &models(&snapshot, &pairs)?,
        &workload,
    )))
}

fn workload(pairs: &Pairs) -> Result<Workload, Problem> {
    let default = Workload::default();
    let percent = |name, default: u8| {
        let number = pairs.number(name, default.into(), 0, 100)?;
        Ok::<_, Problem>(u8::try_from(number).unwrap_or(100))
    };
    Ok(Workload {
        requests: pairs.number("requests", default.requests, 0, u32::MAX)?,
        input: pairs.number("input", default.input, 0, u32::MAX)?,
        output: pairs.number("output", default.output, 0, u32::MAX)?,
        cached_percent: percent("cached", default.cached_percent)?,
        batch_percent: percent("batch", default.batch_percent)?,
    })
}

fn models<'a>(snapshot: &'a Snapshot, pairs: &Pairs) -> Result<Vec<&'a Entry>, Problem> {
    let mut found: Vec<&Entry> = Vec::new();
    for (_, id) in pairs.0.iter().filter(|(name, _)| name == "m") {
        let unknown = || Problem::field("m", format!("{:?} is not in the catalog", shown(id)));
        let entry = find_entry(snapshot, id.trim()).ok_or_else(unknown)?;
        if found.iter().all(|known| known.index != entry.index) {
            found.push(entry);
        }
    }
    if (1..=MAX_MODELS).contains(&found.len()) {
        return Ok(found);
    }
    Err(Problem::field(
        "m",
        format!("must name 1 to {MAX_MODELS} models"),
    ))
}

/// As much of a wrong value as is safe to repeat.
fn shown(id: &str) -> String {
    id.chars().take(domain::slug::MAX_MODEL_ID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_defaults_and_bounds() {
        let read = |pairs: &[(&str, &str)]| {
            workload(&Pairs(
                pairs
                    .iter()
                    .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                    .collect(),
            ))
        };
        assert_eq!(read(&[]), Ok(Workload::default()));
        let month = read(&[("requests", "10"), ("cached", "50")]);
        assert_eq!(month.map(|w| (w.requests, w.cached_percent)), Ok((10, 50)));
        for (name, value) in [("batch", "101"), ("input", "-1"), ("output", "4294967296")] {
            let field = read(&[(name, value)]).map_err(|problem| problem.errors[0].field.clone());
            assert_eq!(field, Err(name.to_owned()));
        }
    }
}
