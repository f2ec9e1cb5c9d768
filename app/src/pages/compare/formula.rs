//! The calculation of one offering, line by line.

use domain::money::grouped;
use domain::price::Unit;
use domain::workload::{CostLine, MonthlyCost};
use leptos::prelude::*;

/// What is multiplied and added, behind a summary.
pub(super) fn formula(cost: &MonthlyCost) -> AnyView {
    let lines = cost
        .lines
        .iter()
        .map(|line| view! { <li>{text(line)}</li> })
        .collect_view();
    view! {
        <details class="twin">
            <summary>"Show"</summary>
            <ul class="cost-lines">
                {lines}
                <li>"Sum = "<b>{cost.total.rounded()}</b></li>
            </ul>
        </details>
    }
    .into_any()
}

/// `Input: 200,000,000 tokens × $3.00 / 1M tokens = $600.00`.
fn text(line: &CostLine) -> String {
    let units = match line.unit {
        // A price per million tokens: millionths of the unit are tokens.
        Unit::Mtok => format!("{} tokens", grouped(line.micro_units)),
        _ => grouped(line.micro_units / 1_000_000),
    };
    let amount = line.amount().map_or_else(
        || "beyond what is counted".to_owned(),
        domain::money::NanoUsd::rounded,
    );
    format!(
        "{}: {units} × {} / {} = {amount}",
        line.what,
        line.price.dollars(),
        line.unit.label()
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use domain::price::{Direction, PriceComponent, UnitPrice};
    use domain::workload::Workload;

    #[test]
    fn a_line_reads_as_a_calculation() {
        let price = |d, usd| (PriceComponent::tokens(d), UnitPrice::parse(usd).unwrap());
        let mut request = PriceComponent::tokens(Direction::Input);
        (request.unit, request.direction) = (Unit::Request, None);
        let prices = [
            price(Direction::Input, "3"),
            price(Direction::Output, "15"),
            (request, UnitPrice::parse("0.005").unwrap()),
        ];
        let cost = Workload::default().cost(&prices).unwrap();
        let lines: Vec<_> = cost.lines.iter().map(text).collect();
        assert_eq!(
            lines,
            [
                "Input: 200,000,000 tokens × $3.00 / 1M tokens = $600.00",
                "Output: 50,000,000 tokens × $15.00 / 1M tokens = $750.00",
                "Requests: 100,000 × $0.005 / request = $500.00",
            ]
        );
    }
}
