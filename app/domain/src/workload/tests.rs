#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use crate::price::ContextThreshold;

fn price(
    direction: Direction,
    class: TokenClass,
    tier: ServiceTier,
    usd: &str,
) -> (PriceComponent, UnitPrice) {
    (
        PriceComponent::tokens(direction).class(class).tier(tier),
        UnitPrice::parse(usd).unwrap(),
    )
}

fn sonnet() -> Vec<(PriceComponent, UnitPrice)> {
    vec![
        price(
            Direction::Input,
            TokenClass::Standard,
            ServiceTier::Standard,
            "3",
        ),
        price(
            Direction::Output,
            TokenClass::Standard,
            ServiceTier::Standard,
            "15",
        ),
        price(
            Direction::Input,
            TokenClass::CacheRead,
            ServiceTier::Standard,
            "0.3",
        ),
        price(
            Direction::Input,
            TokenClass::Standard,
            ServiceTier::Batch,
            "1.5",
        ),
        price(
            Direction::Output,
            TokenClass::Standard,
            ServiceTier::Batch,
            "7.5",
        ),
    ]
}

#[test]
fn plain_month() {
    // 100,000 x 2,000 input at $3 and 100,000 x 500 output at $15 per million.
    let cost = Workload::default().cost(&sonnet()).unwrap();
    assert_eq!(cost.total.to_string(), "1350.000000000");
}

#[test]
fn cached_and_batch_shares() {
    let w = Workload {
        cached_percent: 50,
        batch_percent: 50,
        ..Workload::default()
    };
    // standard half: 50M*3 + 50M*0.3 + 25M*15 = 150+15+375; batch half has no
    // cache price of its own and takes the standard one: 75 + 15 + 187.5.
    let cost = w.cost(&sonnet()).unwrap();
    assert_eq!(cost.total.to_string(), "817.500000000");
    assert!(!cost.no_batch_price && !cost.no_cache_price);
    assert!(cost.no_batch_cache_price);
    let uncached = Workload {
        cached_percent: 0,
        ..w
    };
    assert!(!uncached.cost(&sonnet()).unwrap().no_batch_cache_price);
}

#[test]
fn missing_prices_are_said_and_unknown_is_not_zero() {
    let two: Vec<_> = sonnet().into_iter().take(2).collect();
    let w = Workload {
        cached_percent: 10,
        batch_percent: 10,
        ..Workload::default()
    };
    let cost = w.cost(&two).unwrap();
    assert!(cost.no_batch_price && cost.no_cache_price);
    assert_eq!(cost.total.to_string(), "1350.000000000");
    assert_eq!(Workload::default().cost(&sonnet()[..1]), None);
}

fn tokens(input: u32, output: u32) -> Workload {
    Workload {
        input,
        output,
        ..Workload::default()
    }
}

#[test]
fn a_price_is_needed_only_where_there_are_tokens() {
    let all = sonnet();
    let (input, output) = (&all[..1], &all[1..2]);
    let vectors = tokens(2_000, 0).cost(input).unwrap();
    assert_eq!(vectors.total.to_string(), "600.000000000");
    assert_eq!(vectors.lines.len(), 1);
    let made = tokens(0, 500).cost(output).unwrap();
    assert_eq!(made.total.to_string(), "750.000000000");
    let calls = tokens(0, 0).cost(&sonnet()).unwrap();
    assert_eq!((calls.total.nano(), calls.lines.len()), (0, 0));
}

#[test]
fn without_a_cost_it_is_said_why() {
    let why = |w: Workload, prices: &[_]| w.try_cost(prices).unwrap_err();
    let all = sonnet();
    let (input, output) = (&all[..1], &all[1..2]);
    assert_eq!(why(tokens(1, 1), input), NoCost::NoOutputPrice);
    assert_eq!(why(tokens(1, 1), output), NoCost::NoInputPrice);
    assert_eq!(why(tokens(1, 0), output), NoCost::NoInputPrice);
    assert_eq!(why(tokens(1, 1), &[]), NoCost::NoPrice);
    let mut image = PriceComponent::tokens(Direction::Output);
    image.unit = Unit::Image;
    let by_image = [(image, UnitPrice::parse("0.04").unwrap())];
    for month in [tokens(1, 1), tokens(1, 0), tokens(0, 0)] {
        assert_eq!(why(month, &by_image), NoCost::NoPrice, "{month:?}");
    }
    let most = tokens(u32::MAX, u32::MAX);
    let most = Workload {
        requests: u32::MAX,
        ..most
    };
    assert_eq!(why(most, &sonnet()), NoCost::TooLarge);
}

#[test]
fn a_share_without_tokens_lacks_no_price() {
    let prices = [sonnet()[0].clone(), sonnet()[3].clone()];
    let month = Workload {
        batch_percent: 100,
        ..tokens(2_000, 0)
    };
    let cost = month.cost(&prices).unwrap();
    assert_eq!(cost.total.to_string(), "300.000000000");
    assert!(!cost.no_batch_price && !cost.no_cache_price);
    let cached = Workload {
        cached_percent: 50,
        ..tokens(0, 500)
    };
    assert!(!cached.cost(&sonnet()[..2]).unwrap().no_cache_price);
}

#[test]
fn prices_by_hour_or_region_are_left_out_and_said() {
    let conditional = |tier, schedule: Option<&str>, region: Option<&str>| {
        let mut component = PriceComponent::tokens(Direction::Input).tier(tier);
        component.schedule = schedule.map(str::to_owned);
        component.region = region.map(str::to_owned);
        (component, UnitPrice::parse("6").unwrap())
    };
    let plain = Workload::default().cost(&sonnet()).unwrap();
    assert!(!plain.has_conditional_price);
    for more in [
        conditional(ServiceTier::Standard, Some("peak 01:00-04:00 UTC"), None),
        conditional(ServiceTier::Standard, None, Some("eu")),
    ] {
        let prices = [sonnet(), vec![more]].concat();
        let cost = Workload::default().cost(&prices).unwrap();
        assert_eq!(cost.total, plain.total);
        assert!(cost.has_conditional_price);
        let unasked = tokens(0, 500).cost(&prices).unwrap();
        assert!(!unasked.has_conditional_price, "nobody pays it");
    }
    let batch = conditional(ServiceTier::Batch, Some("night"), None);
    let prices = [sonnet(), vec![batch]].concat();
    assert!(
        !Workload::default()
            .cost(&prices)
            .unwrap()
            .has_conditional_price
    );
}

#[test]
fn a_fee_of_some_hours_is_not_that_of_all() {
    let fee = |schedule: Option<&str>, usd: &str| {
        let mut component = PriceComponent::tokens(Direction::Input);
        (component.unit, component.direction) = (Unit::Request, None);
        component.schedule = schedule.map(str::to_owned);
        (component, UnitPrice::parse(usd).unwrap())
    };
    let night = fee(Some("night"), "0.001");
    let prices = [vec![night], sonnet(), vec![fee(None, "0.005")]].concat();
    let cost = Workload::default().cost(&prices).unwrap();
    assert_eq!(cost.total.to_string(), "1850.000000000");
    assert!(cost.has_conditional_price);
}

#[test]
fn long_input_pays_the_higher_tier() {
    let mut prices = sonnet();
    let mut long = PriceComponent::tokens(Direction::Input);
    long.threshold = Some(ContextThreshold {
        tokens: 200_000,
        inclusive: false,
    });
    prices.push((long, UnitPrice::parse("6").unwrap()));
    let at = |input| {
        Workload {
            requests: 1,
            input,
            output: 0,
            ..Workload::default()
        }
        .cost(&prices)
        .unwrap()
        .total
    };
    assert_eq!(at(200_000).to_string(), "0.600000000");
    assert_eq!(at(200_001).to_string(), "1.200006000");
}

#[test]
fn the_largest_month_does_not_overflow() {
    let w = Workload {
        requests: u32::MAX,
        input: u32::MAX,
        output: u32::MAX,
        cached_percent: 0,
        batch_percent: 0,
    };
    assert!(w.cost(&sonnet()).is_none(), "beyond what an amount holds");
}
