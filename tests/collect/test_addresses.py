import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.addresses import check, reason
from mediaframe.collect.urls import UnsafeUrl

REFUSED = {
    "127.0.0.1": "loopback",
    "127.255.0.9": "loopback",
    "::1": "loopback",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:10.0.0.1": "private",
    "::ffff:169.254.169.254": "metadata",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "fd12:3456::1": "private",
    "169.254.1.1": "link-local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "169.254.169.254": "metadata",
    "100.100.100.200": "metadata",
    "168.63.129.16": "metadata",
    "fd00:ec2::254": "metadata",
    "100.64.0.1": "shared (CGNAT)",
    "100.127.255.254": "shared (CGNAT)",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "ff02::1": "multicast",
    "0.0.0.0": "unspecified",
    "::": "unspecified",
    "0.1.2.3": "private",
    "240.0.0.1": "private",
    "255.255.255.255": "private",
    "192.0.2.1": "private",
    "198.18.0.1": "private",
    "203.0.113.7": "private",
    "192.88.99.1": "reserved",
    "2002:7f00:1::": "reserved",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::a00:1": "private",
    "64:ff9b:1::1": "reserved",
    "::127.0.0.1": "reserved",
    "2001:db8::1": "private",
    "fec0::1": "reserved",
    "example.com": "no address",
    "": "no address",
}


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_what_is_not_public_is_refused(address, why):
    assert reason(address) == why


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_public_addresses_are_accepted(address):
    assert reason(address) == ""


def test_loopback_is_accepted_only_where_asked_for():
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert reason(address, allow_loopback=True) == ""
    for address in ("10.0.0.1", "169.254.169.254", "0.0.0.0", "64:ff9b::7f00:1", "fe80::1"):
        assert reason(address, allow_loopback=True)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_and_its_mapped_form_are_judged_alike(address):
    mapped = f"::ffff:{address}"
    assert reason(str(address)) == reason(mapped)
    if reason(str(address)) == "":
        assert ipaddress.ip_address(str(address)).is_global


@given(st.ip_addresses())
def test_nothing_that_python_calls_not_global_is_accepted(address):
    assert reason(str(address)) or address.is_global


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST:80/",
        "http://a.localhost/",
        "http://[::1]:8080/",
        "http://[::ffff:192.168.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://１２７.0.0.1/",
        "http://%31%32%37.0.0.1/",
        "http://127.0.0.1./",
    ],
)
def test_urls_that_name_such_an_address(url):
    with pytest.raises(UnsafeUrl, match="address refused"):
        check(url)


def test_urls_that_may_be_requested():
    assert check("https://News.Example.com/a") == "news.example.com"
    assert check("http://8.8.8.8:8080/") == "8.8.8.8:8080"
    assert check("http://localhost:81/", allow_loopback=True) == "localhost:81"
    assert check("http://[::1]:81/", allow_loopback=True) == "[::1]:81"
