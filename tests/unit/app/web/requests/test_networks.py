"""Which addresses stand for one line, and which for one network."""

import pytest

from app.web.requests.networks import line_of, neighbourhood_of


@pytest.mark.parametrize(
    ("address", "line", "neighbourhood"),
    [
        ("203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("unix:", "unix:", "unix:"),
        (None, "", ""),
    ],
)
def test_address_belongs_to_its_line_and_network(address, line, neighbourhood):
    assert (line_of(address), neighbourhood_of(address)) == (line, neighbourhood)
