//! Providers that may stand on a private network: those whose hosts the
//! operator has listed.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use openidconnect::url::{Host, Url};

use super::reach;

/// Hosts with their ports. What is not listed has to be public.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateHosts(Arc<[(String, u16)]>);

/// Text that is no list of hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a list of hosts such as `id.corp.example,sso.corp.example:8443`")]
pub struct WrongHosts;

impl PrivateHosts {
    /// Whether the host of this address is listed with this port.
    pub(super) fn contains(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        let mut hosts = self.0.iter();
        hosts.any(|(host, own)| url.host_str() == Some(host.as_str()) && port == Some(*own))
    }

    /// Whether none is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for PrivateHosts {
    type Err = WrongHosts;

    fn from_str(text: &str) -> Result<Self, WrongHosts> {
        let hosts: Result<Vec<_>, _> = text.split(',').map(|one| host(one.trim())).collect();
        Ok(Self(hosts?.into()))
    }
}

/// A host and its port, 443 unless it says otherwise. Names are taken as
/// addresses spell them, so that comparing letters is enough.
fn host(text: &str) -> Result<(String, u16), WrongHosts> {
    if text.contains(['/', '\\', '?', '#', '@', '*', '%']) {
        return Err(WrongHosts);
    }
    let url = Url::parse(&format!("https://{text}")).map_err(|_| WrongHosts)?;
    let is_possible = match url.host() {
        Some(Host::Domain(name)) => !name.ends_with('.') && !reach::names_loopback(&url),
        Some(Host::Ipv4(ip)) => reach::is_reachable(ip.into()),
        Some(Host::Ipv6(ip)) => reach::is_reachable(ip.into()),
        None => false,
    };
    match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) if is_possible => Ok((host.to_owned(), port)),
        _ => Err(WrongHosts),
    }
}

impl fmt::Display for PrivateHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (host, port)) in self.0.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{host}")?;
            if *port != 443 {
                write!(f, ":{port}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_listed_with_their_ports() {
        let hosts: PrivateHosts = "ID.corp.example, sso.corp.example:8443,10.0.0.7,[fd12::7]:444"
            .parse()
            .unwrap();
        let text = "id.corp.example, sso.corp.example:8443, 10.0.0.7, [fd12::7]:444";
        assert_eq!(hosts.to_string(), text);
        assert_eq!(text.parse::<PrivateHosts>(), Ok(hosts.clone()));
        let contains = |url: &str| hosts.contains(&url.parse().unwrap());
        for url in [
            "https://id.corp.example/realms/acme",
            "https://id.corp.example:443",
            "https://sso.corp.example:8443",
            "https://10.0.0.7",
            "https://[fd12::7]:444",
        ] {
            assert!(contains(url), "{url}");
        }
        for url in [
            "https://id.corp.example:8443",
            "https://sso.corp.example",
            "https://sub.id.corp.example",
            "https://corp.example",
            "https://10.0.0.8",
        ] {
            assert!(!contains(url), "{url}");
        }
        assert!(PrivateHosts::default().is_empty());
    }

    #[test]
    fn what_is_no_host_or_never_reached_is_refused() {
        for text in [
            "",
            "a,,b",
            "https://id.example",
            "id.example/path",
            "*.example",
            "user@id.example",
            "id.example.",
            "id.example:0x",
            "localhost",
            "127.0.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "224.0.0.1",
            "[fe80::1]",
            "[::]",
            "[::1]",
        ] {
            assert_eq!(text.parse::<PrivateHosts>(), Err(WrongHosts), "{text}");
        }
    }
}
