import pytest

from mediaframe.collect import robots
from mediaframe.collect.robots import Robots

BASE = "https://example.com"


def read(body: bytes | str, status: int = 200) -> Robots:
    data = body.encode() if isinstance(body, str) else body
    return robots.read(status, data, product="mediaframe", longest_delay=300)


@pytest.mark.parametrize("status", [404, 410])
def test_no_robots_txt_allows_all(status):
    assert read(b"<html>not found", status).refusal(f"{BASE}/a") == ""


@pytest.mark.parametrize("status", [301, 400, 401, 403, 429, 500, 502, 503, 206, 304])
def test_every_other_status_closes_the_host(status):
    found = read(b"User-agent: *\nAllow: /", status)
    assert found.refusal(f"{BASE}/a") == f"robots.txt unreadable: http {status}"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!DOCTYPE html><p>checking your browser", "an HTML page"),
        (b"  \n<html>", "an HTML page"),
        (b"\x89PNG\x00\x01", "binary data"),
        (b"\xff\xfeU", "binary data"),
        (b"#" * (robots.MAX_BYTES + 1), f"over {robots.MAX_BYTES} bytes"),
    ],
)
def test_what_is_no_robots_txt_closes_the_host(body, why):
    assert read(body).closed == f"robots.txt unreadable: {why}"


def test_an_unreachable_one_closes_the_host():
    assert robots.unreachable("no answer in time").refusal(f"{BASE}/") == (
        "robots.txt unreadable: no answer in time"
    )


def test_rules():
    found = read("User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*?print=\n")
    assert found.refusal(f"{BASE}/private/a") == "robots.txt disallows it"
    assert found.refusal(f"{BASE}/private/open/a") == ""
    assert found.refusal(f"{BASE}/a?print=1") == "robots.txt disallows it"
    assert found.refusal(f"{BASE}/a") == ""


def test_our_own_group_counts_before_that_of_all():
    found = read("User-agent: *\nDisallow:\n\nUser-agent: MediaFrame\nDisallow: /\n")
    assert found.refusal(f"{BASE}/a") == "robots.txt disallows it"
    assert read("User-agent: other\nDisallow: /\n").refusal(f"{BASE}/a") == ""


@pytest.mark.parametrize("rule", ["/سياسة/", "/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/"])
def test_arabic_paths_in_either_spelling(rule):
    found = read(f"User-agent: *\nDisallow: {rule}\n")
    for path in ("سياسة", "%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9"):
        assert found.refusal(f"{BASE}/{path}/1") == "robots.txt disallows it"


def test_byte_order_marks_and_old_encodings():
    assert read("\ufeffUser-agent: *\nDisallow: /".encode()).refusal(f"{BASE}/")
    assert read("User-agent: *\nDisallow: /".encode("utf-16")).refusal(f"{BASE}/")
    assert read("# ملاحظة\nUser-agent: *\nDisallow: /".encode("cp1256")).refusal(f"{BASE}/")


def test_delays():
    assert read("User-agent: *\nCrawl-delay: 7.5\n").delay == 7.5
    assert read("User-agent: *\nRequest-rate: 1/10\n").delay == 10
    assert read("User-agent: *\nCrawl-delay: soon\n").delay == 0
    assert read("User-agent: *\nCrawl-delay: -1\n").delay == 0
    assert read("User-agent: other\nCrawl-delay: 9\n").delay == 0
    assert read("User-agent: *\nCrawl-delay: 86400\n").refusal(f"{BASE}/") == (
        "robots.txt asks for too long a delay: 86400 s"
    )


def test_an_empty_one_allows_all():
    assert read(b"").refusal(f"{BASE}/a") == ""


def test_many_wildcards_take_no_time():
    found = read("User-agent: *\nDisallow: /" + "*a" * 200 + "*b\n")
    assert found.refusal(f"{BASE}/" + "a" * 4_000) == ""
