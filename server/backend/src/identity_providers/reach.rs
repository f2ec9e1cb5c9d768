//! Which addresses a provider may have. Whoever owns an organization chooses
//! them, and must not reach the network behind this server with them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use openidconnect::url::{Host, Url};

/// Ports besides 443 begin here: below are mail, shells and the like.
const FIRST_PORT: u16 = 1024;

/// How far requests to one provider go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To public addresses, with https.
    Public,
    /// To this machine, also without it: a provider of a test or a trial.
    Loopback,
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

impl Reach {
    /// For the provider at this address. Loopback is for trials, and for what
    /// is spelled so.
    pub(super) fn of(issuer: &Url, is_trial: bool) -> Self {
        if is_trial && names_loopback(issuer) {
            Self::Loopback
        } else {
            Self::Public
        }
    }

    /// Whether this address may be asked. What a name stands for shows only
    /// when it is dialed: see [`is_public`].
    pub(super) fn allows(self, url: &Url) -> bool {
        let is_local = names_loopback(url);
        if is_local && self == Self::Public {
            return false;
        }
        let scheme = url.scheme() == "https" || (is_local && url.scheme() == "http");
        let host = match url.host() {
            Some(Host::Domain(name)) => !name.ends_with('.'),
            Some(Host::Ipv4(ip)) => is_local || is_public(ip.into()),
            Some(Host::Ipv6(ip)) => is_public(ip.into()),
            None => false,
        };
        let port = url.port().is_none_or(|port| port >= FIRST_PORT);
        let anonymous = url.username().is_empty() && url.password().is_none();
        scheme && host && port && anonymous
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

    fn allows(reach: Reach, url: &str) -> bool {
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
            assert!(!allows(Reach::Public, url), "{url}");
        }
        for url in [
            "https://id.example",
            "https://id.example:8443/realms/acme",
            "https://8.8.8.8",
            "https://172.32.0.1",
            "https://[2606:4700::1111]",
        ] {
            assert!(allows(Reach::Public, url), "{url}");
        }
    }

    #[test]
    fn a_trial_reaches_this_machine_and_nothing_else_behind_it() {
        let issuer: Url = "http://127.0.0.1:8080".parse().unwrap();
        assert_eq!(Reach::of(&issuer, false), Reach::Public);
        assert_eq!(Reach::of(&issuer, true), Reach::Loopback);
        assert!(allows(Reach::Loopback, "http://127.0.0.1:8080/token"));
        for url in [
            "http://127.0.0.2:8080",
            "http://[::1]:8080",
            "http://10.0.0.1:8080",
            "http://127.0.0.1:22",
        ] {
            assert!(!allows(Reach::Loopback, url), "{url}");
        }
        let public: Url = "https://id.example".parse().unwrap();
        assert_eq!(Reach::of(&public, true), Reach::Public);
    }
}
