"""The connection behind an address: one household or office, and its network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

LINE = {4: 32, 6: 64}
"""The line of one customer: an IPv4 address, or an IPv6 /64, in which one device can use any address."""
NEIGHBOURHOOD = {4: 24, 6: 48}
"""What a provider hands out together; its lines share a larger limit."""


def line_of(address: str | None) -> str:
    """The line behind an address; one mapped into IPv6 is the IPv4 address. Unknown text stays."""
    return _network(address, LINE)


def neighbourhood_of(address: str | None) -> str:
    """The network that the line belongs to."""
    return _network(address, NEIGHBOURHOOD)


def _network(address: str | None, sizes: dict[int, int]) -> str:
    try:
        found: IPv4Address | IPv6Address = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{sizes[found.version]}", strict=False))
