"""Which addresses may be connected to: only public ones.

A URL that names an address is judged before anything else (`check`). A name is not judged: it can
be made to resolve to one address when asked and to another when used. `reason` is asked about the
address that a connection is really opened to, each time one is opened, redirects included (see
`download`), so there is no moment between check and use.
"""

import ipaddress

from mediaframe.collect.urls import UnsafeUrl, split

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_CLOUD = {
    ipaddress.ip_address("169.254.169.254"): "metadata",
    ipaddress.ip_address("169.254.170.2"): "metadata",
    ipaddress.ip_address("100.100.100.200"): "metadata",
    ipaddress.ip_address("192.0.0.192"): "metadata",
    ipaddress.ip_address("168.63.129.16"): "metadata",
    ipaddress.ip_address("fd00:ec2::254"): "metadata",
}
_CGNAT = ipaddress.ip_network("100.64.0.0/10")
_RELAYS = ipaddress.ip_network("192.88.99.0/24")
# Prefixes whose addresses carry an IPv4 address that a gateway may connect to.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CARRIERS = (
    ipaddress.ip_network("::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("fec0::/10"),
)


def check(url: str, *, allow_loopback: bool = False) -> str:
    """Host and port of a URL that may be requested.

    Raises:
        UnsafeUrl: it is none (see `urls.split`), or names an address that is not public.
    """
    netloc = split(url).netloc
    host = netloc.rpartition(":")[0] if netloc.rpartition(":")[2].isdigit() else netloc
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            if allow_loopback:
                return netloc
            raise UnsafeUrl("address refused: localhost is loopback") from None
        return netloc
    if why := reason(str(address), allow_loopback=allow_loopback):
        raise UnsafeUrl(f"address refused: {address} is {why}")
    return netloc


def reason(address: str, *, allow_loopback: bool = False) -> str:
    """Why `address`, a number such as 10.0.0.1 or ::1, is not connected to; empty where it is.

    Args:
        allow_loopback: accept 127.0.0.0/8 and ::1, and nothing else that is not public.
    """
    try:
        found: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    return _reason(found, allow_loopback=allow_loopback)


def _reason(address: _Address, *, allow_loopback: bool) -> str:
    if address in _CLOUD:
        return _CLOUD[address]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _reason(address.ipv4_mapped, allow_loopback=allow_loopback)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
            return _reason(inner, allow_loopback=False)
    if address.is_loopback:
        return "" if allow_loopback else "loopback"
    if address.is_unspecified:
        return "unspecified"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if isinstance(address, ipaddress.IPv4Address):
        if address in _CGNAT:
            return "shared (CGNAT)"
        if address in _RELAYS:
            return "reserved"
    elif any(address in network for network in _CARRIERS):
        return "reserved"
    if address.is_private:
        return "private"
    if address.is_reserved or not address.is_global:
        return "reserved"
    return ""
