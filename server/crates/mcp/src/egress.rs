//! The guard against requests into networks that are not the internet (SSRF).
//!
//! Addresses are judged after resolving and the connection goes to the judged address, so a name that changes its
//! answer in between gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use model::{Issue, IssueCode};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Which addresses may be connected to: public ones, and those of the networks named here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EgressPolicy {
    /// Networks that are allowed although they are not public, such as `10.0.0.0/8` or `127.0.0.1/32`.
    pub allowed_networks: Vec<IpNet>,
}

impl EgressPolicy {
    /// Whether a connection to this address is allowed.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed_networks.iter().any(|network| network.contains(&address)) || is_public(address)
    }

    /// Judges what can be judged before resolving: the scheme and a literal address.
    ///
    /// An HTTP client never asks its resolver about a literal, so this must come before every request.
    pub fn check_url(&self, url: &Url) -> Result<(), Issue> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Issue::new(IssueCode::AddressBlocked, format!("{}:", url.scheme())));
        }
        match literal_address(url) {
            Some(address) if !self.allows(address) => Err(blocked(&address.to_string())),
            Some(_) => Ok(()),
            None if url.host().is_some() => Ok(()),
            None => Err(Issue::new(IssueCode::NameNotResolved, "the address names no host")),
        }
    }

    /// Resolves a name (or takes a literal) and keeps the allowed addresses, in the resolver's order.
    pub async fn resolve(&self, url: &Url) -> Result<Vec<SocketAddr>, Issue> {
        self.check_url(url)?;
        let port = url.port_or_known_default().unwrap_or(443);
        if let Some(address) = literal_address(url) {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let name = url.host_str().unwrap_or_default();
        let found: Vec<SocketAddr> = tokio::net::lookup_host((name, port))
            .await
            .map_err(|error| Issue::new(IssueCode::NameNotResolved, format!("{name}: {error}")))?
            .collect();
        if found.is_empty() {
            return Err(Issue::new(IssueCode::NameNotResolved, name));
        }
        let allowed: Vec<SocketAddr> = found.iter().copied().filter(|a| self.allows(a.ip())).collect();
        if allowed.is_empty() {
            let addresses: Vec<String> = found.iter().map(|a| a.ip().to_string()).collect();
            return Err(blocked(&format!("{name} ({})", addresses.join(", "))));
        }
        Ok(allowed)
    }
}

/// The address of a URL whose host is one, written in whatever way.
pub(crate) fn literal_address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

fn blocked(what: &str) -> Issue {
    Issue::new(IssueCode::AddressBlocked, what)
}

/// The resolver of every HTTP client here: it gives out allowed addresses only.
pub(crate) struct GuardedResolver(pub(crate) Arc<EgressPolicy>);

/// A name that resolves, but to nothing that may be connected to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(pub(crate) Issue);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0.clone();
        Box::pin(async move {
            // The port is replaced by the client; only the name matters here.
            let url = Url::parse(&format!("https://{}/", name.as_str()))?;
            let addresses = policy.resolve(&url).await.map_err(Refused)?;
            Ok(Box::new(addresses.into_iter().map(|a| SocketAddr::new(a.ip(), 0))) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The special-purpose registry of IPv4 (RFC 6890 and its successors).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b)) // carrier-grade NAT, RFC 6598
        || (a == 192 && b == 0 && c == 0) // protocol assignments
        || (a == 192 && b == 88 && c == 99) // 6to4 relays
        || (a == 198 && (b == 18 || b == 19)) // benchmarking
        || a >= 224; // multicast, reserved, broadcast
    !special
}

/// Only global unicast (2000::/3), without the ranges in it that carry an IPv4 address or lead nowhere.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let global_unicast = segments[0] & 0xe000 == 0x2000;
    let special = segments[0] == 0x2002 // 6to4
        || (segments[0] == 0x2001 && segments[1] < 0x0200) // protocol assignments, Teredo, ORCHID
        || (segments[0] == 0x2001 && segments[1] == 0x0db8) // documentation
        || segments[0] & 0xfff0 == 0x3ff0; // documentation, RFC 9637
    global_unicast && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn denies_what_is_not_the_internet() {
        let policy = EgressPolicy::default();
        for denied in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!policy.allows(address(denied)), "{denied} must be denied");
        }
        for allowed in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(policy.allows(address(allowed)), "{allowed} must be allowed");
        }
    }

    #[test]
    fn allows_named_networks_in_every_spelling() {
        let policy =
            EgressPolicy { allowed_networks: vec!["127.0.0.1/32".parse().unwrap(), "fd00:1::/32".parse().unwrap()] };
        assert!(policy.allows(address("127.0.0.1")));
        assert!(policy.allows(address("::ffff:127.0.0.1")));
        assert!(policy.allows(address("fd00:1::7")));
        assert!(!policy.allows(address("127.0.0.2")));
        assert!(!policy.allows(address("10.0.0.1")));
        assert!(!policy.allows(address("fd00:2::7")));
    }

    #[test]
    fn judges_literals_however_they_are_written() {
        let policy = EgressPolicy::default();
        for denied in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "https://169.254.169.254/latest/meta-data/",
            "http://0/",
        ] {
            let issue = policy.check_url(&Url::parse(denied).unwrap()).unwrap_err();
            assert_eq!(issue.code, IssueCode::AddressBlocked, "{denied}");
        }
        for denied in ["file:///etc/passwd", "ftp://example.com/", "gopher://example.com/"] {
            assert!(policy.check_url(&Url::parse(denied).unwrap()).is_err(), "{denied}");
        }
        assert!(policy.check_url(&Url::parse("https://8.8.8.8/mcp").unwrap()).is_ok());
        assert!(policy.check_url(&Url::parse("https://example.com/mcp").unwrap()).is_ok());
    }

    #[tokio::test]
    async fn judges_what_a_name_resolves_to() {
        let url = Url::parse("http://localhost:1234/").unwrap();
        let issue = EgressPolicy::default().resolve(&url).await.unwrap_err();
        assert_eq!(issue.code, IssueCode::AddressBlocked);
        let policy = EgressPolicy { allowed_networks: vec!["127.0.0.0/8".parse().unwrap()] };
        let addresses = policy.resolve(&url).await.unwrap();
        assert!(addresses.contains(&"127.0.0.1:1234".parse().unwrap()));
        assert!(addresses.iter().all(|a| a.is_ipv4()), "::1 was not allowed");
    }
}
