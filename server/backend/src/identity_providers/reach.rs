//! Which addresses a provider may have. Whoever owns an organization chooses
//! them, and must not reach the network behind this server with them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use openidconnect::url::{Host, Url};

use super::private_hosts::PrivateHosts;

/// Ports besides 443 begin here: below are mail, shells and the like.
const FIRST_PORT: u16 = 1024;

/// How far requests to one provider go: to public addresses with https, and
/// beyond them where this says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reach {
    /// To this machine too, also without https: a provider of a test or a trial.
    to_loopback: bool,
    /// To these hosts even if they are private.
    listed: PrivateHosts,
}

/// Networks that are not the internet (IANA's registry of special addresses).
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// All of the internet of version 6.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What in it is not: protocols such as Teredo, documentation, and 6to4, which
/// wraps an address of version 4.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Private networks: what an operator may list.
const PRIVATE_V4: [(Ipv4Addr, u32); 4] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
];

/// The same of version 6.
const PRIVATE_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7);

/// Where clouds tell a machine its secrets, inside private networks. Others do
/// it at link-local addresses, which are in none of them.
const METADATA_V4: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
const METADATA_V6: [(Ipv6Addr, u32); 2] = [
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0), 32),
];

impl Reach {
    /// For the provider at this address. Loopback is for trials, and for what
    /// is spelled so. Only a provider whose own host is listed leads to the
    /// listed ones: whoever owns an organization chooses what a provider on the
    /// internet says its other addresses are.
    pub(super) fn of(issuer: &Url, is_trial: bool, listed: PrivateHosts) -> Self {
        let listed = if listed.contains(issuer) {
            listed
        } else {
            PrivateHosts::default()
        };
        Self {
            to_loopback: is_trial && names_loopback(issuer),
            listed,
        }
    }

    /// Whether this address may be asked. What a name stands for shows only
    /// when it is dialed: see [`is_public`] and [`is_reachable`].
    pub(super) fn allows(&self, url: &Url) -> bool {
        let (is_local, is_listed) = (names_loopback(url), self.lists(url));
        if is_local && !self.to_loopback {
            return false;
        }
        let scheme = url.scheme() == "https" || (is_local && url.scheme() == "http");
        let is_near_enough = |ip| is_public(ip) || (is_listed && is_reachable(ip));
        let host = match url.host() {
            Some(Host::Domain(name)) => !name.ends_with('.'),
            Some(Host::Ipv4(ip)) => is_local || is_near_enough(ip.into()),
            Some(Host::Ipv6(ip)) => is_near_enough(ip.into()),
            None => false,
        };
        let port = is_listed || url.port().is_none_or(|port| port >= FIRST_PORT);
        let anonymous = url.username().is_empty() && url.password().is_none();
        scheme && host && port && anonymous
    }

    /// Whether the operator has listed the host of this address.
    pub(super) fn lists(&self, url: &Url) -> bool {
        self.listed.contains(url)
    }
}

/// Whether the host is this machine, by its usual names.
pub(super) fn names_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "localhost"))
}

/// Whether an address belongs to the internet.
pub(super) fn is_public(ip: IpAddr) -> bool {
    // `::ffff:127.0.0.1` is another spelling of 127.0.0.1.
    match ip.to_canonical() {
        IpAddr::V4(ip) => !SPECIAL_V4.into_iter().any(|network| is_in_v4(ip, network)),
        IpAddr::V6(ip) => {
            is_in_v6(ip, GLOBAL_V6) && !SPECIAL_V6.into_iter().any(|network| is_in_v6(ip, network))
        }
    }
}

/// Whether a listed host may have this address: a public one, or one of a
/// private network where nothing gives secrets away.
pub(super) fn is_reachable(ip: IpAddr) -> bool {
    let is_private = match ip.to_canonical() {
        IpAddr::V4(ip) => {
            ip != METADATA_V4 && PRIVATE_V4.into_iter().any(|network| is_in_v4(ip, network))
        }
        IpAddr::V6(ip) => {
            is_in_v6(ip, PRIVATE_V6)
                && !METADATA_V6.into_iter().any(|network| is_in_v6(ip, network))
        }
    };
    is_private || is_public(ip)
}

fn is_in_v4(ip: Ipv4Addr, (network, length): (Ipv4Addr, u32)) -> bool {
    (ip.to_bits() ^ network.to_bits()) >> (u32::BITS - length) == 0
}

fn is_in_v6(ip: Ipv6Addr, (network, length): (Ipv6Addr, u32)) -> bool {
    (ip.to_bits() ^ network.to_bits()) >> (u128::BITS - length) == 0
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn reach(issuer: &str, is_trial: bool, listed: &str) -> Reach {
        let listed = listed.parse().unwrap_or_default();
        Reach::of(&issuer.parse().unwrap(), is_trial, listed)
    }

    fn public() -> Reach {
        reach("https://id.example", false, "")
    }

    fn allows(reach: &Reach, url: &str) -> bool {
        reach.allows(&url.parse().unwrap())
    }

    #[test]
    fn the_network_behind_the_server_is_out_of_reach() {
        for url in [
            "http://id.example",
            "https://127.1",
            "https://0x7f.1",
            "https://017700000001",
            "https://0.0.0.0",
            "https://10.0.0.1",
            "https://100.64.0.1",
            "https://169.254.169.254",
            "https://172.31.255.255",
            "https://192.168.1.1",
            "https://198.19.0.1",
            "https://[::]",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://[64:ff9b::7f00:1]",
            "https://[fd00::1]",
            "https://[fe80::1]",
            "https://[2002:7f00:1::]",
            "https://[2001:db8::1]",
            "https://localhost",
            "https://id.example.",
            "https://user@id.example",
            "https://:secret@id.example",
            "https://id.example:22",
            "gopher://id.example",
            "file:///etc/passwd",
        ] {
            assert!(!allows(&public(), url), "{url}");
        }
        for url in [
            "https://id.example",
            "https://id.example:8443/realms/acme",
            "https://8.8.8.8",
            "https://172.32.0.1",
            "https://[2606:4700::1111]",
        ] {
            assert!(allows(&public(), url), "{url}");
        }
    }

    #[test]
    fn a_trial_reaches_this_machine_and_nothing_else_behind_it() {
        let issuer = "http://127.0.0.1:8080";
        assert_eq!(reach(issuer, false, ""), public());
        let trial = reach(issuer, true, "");
        assert!(allows(&trial, "http://127.0.0.1:8080/token"));
        for url in [
            "http://127.0.0.2:8080",
            "http://[::1]:8080",
            "http://10.0.0.1:8080",
            "http://127.0.0.1:22",
        ] {
            assert!(!allows(&trial, url), "{url}");
        }
        assert_eq!(reach("https://id.example", true, ""), public());
    }

    #[test]
    fn listed_hosts_may_be_private_and_nothing_else_may() {
        let listed = "id.corp.example,10.0.0.7,10.0.0.8:636,[fd12::7]";
        let listed = reach("https://id.corp.example/realms/acme", false, listed);
        for url in [
            "https://id.corp.example/realms/acme",
            "https://10.0.0.7",
            "https://10.0.0.8:636",
            "https://[fd12::7]",
            "https://id.example",
        ] {
            assert!(allows(&listed, url), "{url}");
        }
        for url in [
            "http://id.corp.example",
            "http://10.0.0.7",
            "https://user@10.0.0.7",
            "https://10.0.0.7:8443",
            "https://10.0.0.8",
            "https://10.0.0.9",
            "https://[fd12::8]",
            "https://169.254.169.254",
            "https://localhost",
            "https://127.0.0.1",
        ] {
            assert!(!allows(&listed, url), "{url}");
        }
    }

    #[test]
    fn a_provider_on_the_internet_does_not_lead_to_listed_hosts() {
        let listed = "id.corp.example,10.0.0.7,10.0.0.8:636,[fd12::7]";
        for issuer in [
            "https://id.example",
            "https://id.corp.example.evil.example",
            "https://id.corp.example:8443",
            "https://8.8.8.8",
        ] {
            let reach = reach(issuer, false, listed);
            assert_eq!(reach, public(), "{issuer}");
            for url in [
                "https://10.0.0.7",
                "https://10.0.0.8:636",
                "https://[fd12::7]",
            ] {
                assert!(!allows(&reach, url), "{issuer} {url}");
            }
            let name = "https://id.corp.example".parse().unwrap();
            assert!(!reach.lists(&name), "{issuer}: it is resolved as public");
        }
        for issuer in [
            "https://10.0.0.7",
            "https://10.0.0.8:636",
            "https://[fd12::7]",
        ] {
            assert!(allows(&reach(issuer, false, listed), issuer), "{issuer}");
        }
    }

    #[test]
    fn a_listed_name_never_stands_for_what_gives_secrets_away() {
        let reachable = |ip: &str| is_reachable(ip.parse().unwrap());
        for ip in [
            "10.1.2.3",
            "100.64.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "fd12::1",
            "8.8.8.8",
            "::ffff:10.0.0.1",
        ] {
            assert!(reachable(ip), "{ip}");
        }
        for ip in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "100.100.100.200",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::1",
            "0.0.0.0",
            "127.0.0.1",
            "::",
            "::1",
            "224.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
        ] {
            assert!(!reachable(ip), "{ip}");
        }
    }
}
