//! Regions that keys name only by their code: where they are.

use crate::catalog::import::feed::Region;

/// The regions of AWS by code, with their name and country (ISO 3166-1
/// alpha-2), as AWS documents them.
const AWS: &[(&str, &str, &str)] = &[
    ("af-south-1", "Africa (Cape Town)", "ZA"),
    ("ap-east-1", "Asia Pacific (Hong Kong)", "HK"),
    ("ap-east-2", "Asia Pacific (Taipei)", "TW"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)", "JP"),
    ("ap-northeast-2", "Asia Pacific (Seoul)", "KR"),
    ("ap-northeast-3", "Asia Pacific (Osaka)", "JP"),
    ("ap-south-1", "Asia Pacific (Mumbai)", "IN"),
    ("ap-south-2", "Asia Pacific (Hyderabad)", "IN"),
    ("ap-southeast-1", "Asia Pacific (Singapore)", "SG"),
    ("ap-southeast-2", "Asia Pacific (Sydney)", "AU"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)", "ID"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)", "AU"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)", "MY"),
    ("ap-southeast-6", "Asia Pacific (New Zealand)", "NZ"),
    ("ap-southeast-7", "Asia Pacific (Thailand)", "TH"),
    ("ca-central-1", "Canada (Central)", "CA"),
    ("ca-west-1", "Canada West (Calgary)", "CA"),
    ("cn-north-1", "China (Beijing)", "CN"),
    ("cn-northwest-1", "China (Ningxia)", "CN"),
    ("eu-central-1", "Europe (Frankfurt)", "DE"),
    ("eu-central-2", "Europe (Zurich)", "CH"),
    ("eu-north-1", "Europe (Stockholm)", "SE"),
    ("eu-south-1", "Europe (Milan)", "IT"),
    ("eu-south-2", "Europe (Spain)", "ES"),
    ("eu-west-1", "Europe (Ireland)", "IE"),
    ("eu-west-2", "Europe (London)", "GB"),
    ("eu-west-3", "Europe (Paris)", "FR"),
    ("il-central-1", "Israel (Tel Aviv)", "IL"),
    ("me-central-1", "Middle East (UAE)", "AE"),
    ("me-south-1", "Middle East (Bahrain)", "BH"),
    ("mx-central-1", "Mexico (Central)", "MX"),
    ("sa-east-1", "South America (São Paulo)", "BR"),
    ("us-east-1", "US East (N. Virginia)", "US"),
    ("us-east-2", "US East (Ohio)", "US"),
    ("us-gov-east-1", "AWS GovCloud (US-East)", "US"),
    ("us-gov-west-1", "AWS GovCloud (US-West)", "US"),
    ("us-west-1", "US West (N. California)", "US"),
    ("us-west-2", "US West (Oregon)", "US"),
];

/// A zone of several regions that Azure sells.
struct Zone {
    key: &'static str,
    slug: &'static str,
    name: &'static str,
    /// The country, where the zone is one.
    country: Option<&'static str>,
}

/// They are regions of their own, because the same upstream name costs
/// something else in each.
const AZURE: &[Zone] = &[
    Zone {
        key: "us",
        slug: "azure-us",
        name: "Azure data zone US",
        country: Some("US"),
    },
    Zone {
        key: "eu",
        slug: "azure-eu",
        name: "Azure data zone EU",
        country: None,
    },
    Zone {
        key: "apac",
        slug: "azure-apac",
        name: "Azure data zone Asia Pacific",
        country: None,
    },
    Zone {
        key: "us-gov",
        slug: "azure-us-gov",
        name: "Azure US Government",
        country: Some("US"),
    },
];

/// The region of AWS with this code. One that is not in the table is known by
/// its code alone.
pub(super) fn aws(code: &str) -> Region {
    let known = AWS.iter().find(|(known, ..)| *known == code);
    Region {
        slug: code.to_owned(),
        name: known.map_or(code, |(_, name, _)| *name).to_owned(),
        cloud: Some("aws".to_owned()),
        country: known.map(|(.., country)| (*country).to_owned()),
    }
}

/// The zone of Azure that keys call by this name.
pub(super) fn azure(key: &str) -> Option<Region> {
    let zone = AZURE.iter().find(|zone| zone.key == key)?;
    Some(Region {
        slug: zone.slug.to_owned(),
        name: zone.name.to_owned(),
        cloud: Some("azure".to_owned()),
        country: zone.country.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_a_name_and_a_country() {
        let place = |region: Region| (region.name, region.country);
        let known = |name: &str, country: &str| (name.to_owned(), Some(country.to_owned()));
        assert_eq!(
            place(aws("eu-central-1")),
            known("Europe (Frankfurt)", "DE")
        );
        assert_eq!(place(aws("xx-east-9")), ("xx-east-9".to_owned(), None));
        let zone = |key| azure(key).map(place);
        assert_eq!(zone("us"), Some(known("Azure data zone US", "US")));
        let europe = ("Azure data zone EU".to_owned(), None);
        assert_eq!(zone("eu"), Some(europe), "several countries");
        assert_eq!(zone("hd"), None);
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(AWS.is_sorted_by(|a, b| a.0 < b.0));
        let is_country =
            |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        assert!(AWS.iter().all(|(.., country)| is_country(country)));
    }
}
