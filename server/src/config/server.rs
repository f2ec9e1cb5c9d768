//! How the server listens, how long it waits and when it gives up.

use std::{num::NonZeroUsize, time::Duration};

use url::{Host, Url};

use super::{
    Setting,
    env::{ConfigError, Env},
};

/// Settings of the HTTP server.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// `TESSERA_ADDR`: host and port to listen on. Port 0 lets the system choose.
    pub addr: String,
    /// `TESSERA_PUBLIC_URL`: the address people use, when a proxy stands in front.
    pub public_url: Option<Url>,
    /// `TESSERA_HEADER_TIMEOUT`: how long a client may take to send a request's headers. An idle
    /// kept-alive connection is closed after the same time.
    pub header_timeout: Duration,
    /// `TESSERA_REQUEST_TIMEOUT`: how long a handler may take to begin its answer.
    pub request_timeout: Duration,
    /// `TESSERA_MAX_CONNECTIONS`: open connections; more wait in the system's queue.
    pub max_connections: usize,
    /// `TESSERA_BODY_LIMIT`: the largest request body, in bytes.
    pub body_limit: usize,
    /// `TESSERA_TRUSTED_PROXIES`: how many proxies stand in front that add to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// `TESSERA_DRAIN_DELAY`: how long to go on accepting after readiness has turned false, so
    /// that a load balancer can notice. Zero when nothing stands in front.
    pub drain_delay: Duration,
    /// `TESSERA_DRAIN_BUDGET`: how long requests in flight may go on once accepting has stopped.
    pub drain_budget: Duration,
}

impl ServerConfig {
    /// The documented defaults.
    pub fn defaults() -> Self {
        Self {
            addr: "127.0.0.1:3000".into(),
            public_url: None,
            header_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            max_connections: 4096,
            body_limit: 2 << 20,
            trusted_proxies: 0,
            drain_delay: Duration::ZERO,
            drain_budget: Duration::from_secs(25),
        }
    }

    /// A free port and short waits, so that a test that hangs fails soon.
    pub fn for_testing() -> Self {
        Self {
            addr: "127.0.0.1:0".into(),
            header_timeout: Duration::from_secs(2),
            request_timeout: Duration::from_secs(10),
            drain_budget: Duration::from_secs(2),
            ..Self::defaults()
        }
    }

    /// Reads the variables.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let base = Self::defaults();
        let connections = NonZeroUsize::new(base.max_connections).unwrap_or(NonZeroUsize::MIN);
        let addr = env.parse(
            "TESSERA_ADDR",
            "host:port such as 127.0.0.1:3000",
            parse_addr,
        )?;
        let public_url = env.parse(
            "TESSERA_PUBLIC_URL",
            "an http or https address without a path, such as https://models.example.com",
            parse_origin,
        )?;
        let proxies = env.parse(
            "TESSERA_TRUSTED_PROXIES",
            "a small number such as 1, or 0",
            |text| text.parse().ok().filter(|n| *n <= 16),
        )?;
        Ok(Self {
            addr: addr.unwrap_or(base.addr),
            public_url,
            header_timeout: env.duration("TESSERA_HEADER_TIMEOUT", base.header_timeout)?,
            request_timeout: env.duration("TESSERA_REQUEST_TIMEOUT", base.request_timeout)?,
            max_connections: env.count("TESSERA_MAX_CONNECTIONS", connections)?,
            body_limit: env.bytes("TESSERA_BODY_LIMIT", base.body_limit)?,
            trusted_proxies: proxies.unwrap_or(base.trusted_proxies),
            drain_delay: env.duration("TESSERA_DRAIN_DELAY", base.drain_delay)?,
            drain_budget: env.duration("TESSERA_DRAIN_BUDGET", base.drain_budget)?,
        })
    }

    /// Whether people reach Tessera over TLS, as far as it can know.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_ref()
            .is_some_and(|url| url.scheme() == "https")
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        let host = self.addr.rsplit_once(':').map_or("", |(host, _)| host);
        let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether only this machine uses Tessera, as far as it can know: a trial.
    pub fn is_private(&self) -> bool {
        self.is_loopback() && self.public_url.as_ref().is_none_or(names_loopback)
    }

    /// What links in mails begin with: the public address, or the one that is listened on.
    pub fn link_base(&self) -> anyhow::Result<Url> {
        match &self.public_url {
            Some(url) => Ok(url.clone()),
            None => Ok(Url::parse(&format!("http://{}", self.addr))?),
        }
    }

    /// The settings as shown by `tessera doctor`.
    pub fn shown(&self) -> Vec<Setting> {
        let public = self
            .public_url
            .as_ref()
            .map_or_else(|| "(not set)".into(), Url::to_string);
        vec![
            Setting::new("TESSERA_ADDR", &self.addr),
            Setting::new("TESSERA_PUBLIC_URL", public),
            Setting::new(
                "TESSERA_HEADER_TIMEOUT",
                format!("{:?}", self.header_timeout),
            ),
            Setting::new(
                "TESSERA_REQUEST_TIMEOUT",
                format!("{:?}", self.request_timeout),
            ),
            Setting::new("TESSERA_MAX_CONNECTIONS", self.max_connections.to_string()),
            Setting::new("TESSERA_BODY_LIMIT", format!("{} bytes", self.body_limit)),
            Setting::new("TESSERA_TRUSTED_PROXIES", self.trusted_proxies.to_string()),
            Setting::new("TESSERA_DRAIN_DELAY", format!("{:?}", self.drain_delay)),
            Setting::new("TESSERA_DRAIN_BUDGET", format!("{:?}", self.drain_budget)),
        ]
    }
}

/// Whether an address leads to this machine, where browsers take http for safe.
pub(crate) fn names_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn parse_addr(text: &str) -> Option<String> {
    let (host, port) = text.rsplit_once(':')?;
    port.parse::<u16>().ok()?;
    let bare_ipv6 = host.contains(':') && !(host.starts_with('[') && host.ends_with(']'));
    (!host.is_empty() && !bare_ipv6 && !host.contains(['/', ' '])).then(|| text.into())
}

fn parse_origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_origin = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    is_origin.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_a_host_and_a_port() {
        for good in [
            "127.0.0.1:3000",
            "localhost:0",
            "[::1]:3000",
            "0.0.0.0:65535",
        ] {
            assert!(parse_addr(good).is_some(), "{good}");
        }
        for bad in [
            "3000",
            ":3000",
            "host",
            "host:",
            "host:99999",
            "::1:3000",
            "http://h:1",
        ] {
            assert!(parse_addr(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_public_url_is_an_origin() {
        assert!(parse_origin("https://models.example.com").is_some());
        for bad in [
            "models.example.com",
            "ftp://h",
            "https://h/path",
            "https://u:p@h",
            "https://h?q",
        ] {
            assert!(parse_origin(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn only_this_machine_is_private() {
        let private = |addr: &str, public_url: Option<&str>| {
            let config = ServerConfig {
                addr: addr.to_owned(),
                public_url: public_url.and_then(parse_origin),
                ..ServerConfig::defaults()
            };
            config.is_private()
        };
        assert!(private("127.0.0.1:3000", None));
        assert!(private("[::1]:3000", Some("http://tessera.localhost:8080")));
        assert!(private("localhost:3000", Some("http://[::1]:8080")));
        assert!(!private("0.0.0.0:3000", None));
        assert!(!private("0.0.0.0:3000", Some("http://localhost:8080")));
        assert!(!private("127.0.0.1:3000", Some("https://m.example")));
        assert!(!private("127.0.0.1:3000", Some("http://10.0.0.7")));
    }

    #[test]
    fn unset_variables_leave_the_defaults() {
        let config = ServerConfig::from_env(&Env::default()).ok();
        assert_eq!(config.map(|c| c.addr).as_deref(), Some("127.0.0.1:3000"));
    }

    #[test]
    fn a_bad_value_stops_the_boot() {
        let env = Env::from_pairs(&[("TESSERA_REQUEST_TIMEOUT", "30")]);
        let error = ServerConfig::from_env(&env).err();
        assert_eq!(error.map(|e| e.name), Some("TESSERA_REQUEST_TIMEOUT"));
    }
}
