//! Which addresses may be called.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use shanying_kernel::{Error, Result};

/// Public addresses, and what the setting allows besides.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allowed: Vec<(IpAddr, u32)>,
}

impl Guard {
    /// Reads `10.1.2.3` and `10.1.0.0/16`.
    pub fn parse(allowed: &[String]) -> Result<Self> {
        let one = |text: &String| {
            let (address, bits) = match text.split_once('/') {
                Some((address, bits)) => (address, Some(bits)),
                None => (text.as_str(), None),
            };
            let address: IpAddr = address.parse().ok()?;
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
            (bits <= most).then_some((address, bits))
        };
        let read = allowed.iter().map(|text| {
            one(text).ok_or_else(|| Error::field("allow_addresses", format!("no address: {text}")))
        });
        Ok(Self {
            allowed: read.collect::<Result<_>>()?,
        })
    }

    /// Whether this address may be called.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.allowed.iter().any(|net| contains(*net, address))
    }
}

fn contains((net, bits): (IpAddr, u32), address: IpAddr) -> bool {
    match (net, address) {
        (IpAddr::V4(net), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            net.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(net), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            net.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = a == 192 && b == 0 && c == 0;
    let benchmarks = a == 198 && (18..20).contains(&b);
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || protocols
        || benchmarks)
}

/// Addresses that carry one of the older kind are as good as that one.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // 2000::/3 is all that is given out; of it these are for documents and tunnels.
        [0x2001, 0x0db8 | 0x0000, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::Guard;

    #[test]
    fn nothing_inside_is_reached_unless_it_is_allowed() {
        let guard = Guard::default();
        for inside in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::127.0.0.1",
        ] {
            assert!(!guard.admits(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "93.184.216.34",
            "2606:4700::1111",
            "64:ff9b::101:101",
        ] {
            assert!(guard.admits(outside.parse().unwrap()), "{outside}");
        }
        let guard = Guard::parse(&["10.1.0.0/16".to_owned(), "::1".to_owned()]).unwrap();
        for (address, admitted) in [
            ("10.1.9.9", true),
            ("10.2.0.1", false),
            ("::1", true),
            ("127.0.0.1", false),
        ] {
            assert_eq!(
                guard.admits(address.parse().unwrap()),
                admitted,
                "{address}"
            );
        }
        for wrong in ["10.0.0.0/33", "localhost", "10.0.0.0/x", ""] {
            assert!(Guard::parse(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
        assert!(
            Guard::parse(&["0.0.0.0/0".to_owned()])
                .unwrap()
                .admits("10.0.0.1".parse().unwrap())
        );
    }
}
