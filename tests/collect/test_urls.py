import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.urls import UnsafeUrl, absolute, canonical, host_of, main_host

HOSTS = st.one_of(
    st.sampled_from(["example.com", "m.example.com", "www.example.com", "mirror.example.org"]),
    st.sampled_from(["amp.news.example.co.uk", "m.co.uk", "www.m.example.com", "m.m.example.com"]),
    st.sampled_from(["WWW.Example.COM", "خبر.com", "mobile.example.com:8080", "example.com:443"]),
    st.sampled_from(["127.0.0.1:8000", "[::1]:80", "m.com"]),
)
PIECES = st.one_of(
    st.sampled_from(["//", "amp", ".amp", "..", "خبر", "%D8%AE", "%d8%ae", "%C7", "%2F", "%2e"]),
    st.sampled_from(["%41", "%zz", "html", "\u200f", "m.", "12"]),
    st.sampled_from("/.% a-\\'|é~;"),
)
QUERY = st.lists(
    st.tuples(
        st.sampled_from(["utm_source", "id", "fbclid", "p", "amp", "outputType", "فلم", "%70", ""]),
        st.sampled_from(["1", "amp", "", "=x", "خبر", "%D8%AE", "a b", "%"]),
    ).map("=".join),
    max_size=4,
).map("&".join)
URLS = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{query}#{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.lists(PIECES, max_size=8).map("".join),
    QUERY,
    st.sampled_from(["", "top", "/a"]),
)
MIRRORS = {"mirror.example.org": "example.org", "www.example.com": "example.com"}


@given(URLS)
def test_canonical_is_idempotent(url):
    once = canonical(url, mirrors=MIRRORS)
    assert canonical(once, mirrors=MIRRORS) == once
    assert once.isascii()


@given(URLS)
def test_the_host_changes_only_to_that_of_a_mirror_or_mobile_one(url):
    before, after = host_of(url), host_of(canonical(url, mirrors=MIRRORS))
    assert after in (before, MIRRORS.get(before), main_host(before, mirrors=MIRRORS))
    if after not in (before, *MIRRORS.values()):
        assert before.endswith(f".{after}")


@given(URLS)
def test_what_is_requested_has_the_same_canonical_form(url):
    assert canonical(absolute(url, url)) == canonical(url)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_a_url_or_unsafe(text, more):
    for url in (text, f"http://{text}", f"https://example.com/{text}?{more}"):
        try:
            once = canonical(url)
        except UnsafeUrl:
            continue
        assert canonical(once) == once
        assert host_of(once) == host_of(canonical(absolute(url, url)))


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/خبر/عاجل-1",
        "https://EXAMPLE.com:443/%d8%ae%d8%a8%d8%b1/%D8%B9%D8%A7%D8%AC%D9%84-1/",
        "https://m.example.com//خبر/./عاجل-1?utm_source=t&utm_medium=x#c",
        "https://amp.example.com/خبر/عاجل-1/amp/",
        "https://example.com/amp/خبر/عاجل-1?fbclid=9",
        "https://example.com/خبر/عاجل-1?outputType=amp",
        "https://example.com/خبر/قديم/../عاجل%2D1.amp.html",
        " https://example.com/خبر/عاجل-1\n",
    ],
)
def test_spellings_of_one_article(other):
    assert canonical(other) == ("https://example.com/%D8%AE%D8%A8%D8%B1/%D8%B9%D8%A7%D8%AC%D9%84-1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/?id=1", "https://example.com/?id=2"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/a", "https://example.org/a"),
        ("https://m.co.uk/a", "https://co.uk/a"),
        ("https://example.com:8443/a", "https://example.com/a"),
        ("https://example.com/camp", "https://example.com/c"),
        ("https://example.com/%C7%E1", "https://example.com/%C7"),
        ("https://example.com/Ab", "https://example.com/ab"),
    ],
)
def test_different_articles(one, other):
    assert canonical(one) != canonical(other)


def test_parameters_in_any_order_are_the_same():
    assert canonical("http://a.com/?b=2&a=1&b=1") == canonical("http://a.com/?a=1&b=2&b=1")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.com/",
        "/a",
        "",
        "http://",
        "http:///a",
        "http://user:pass@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://exam ple.com/",
        "http://example.com/\x00",
        "http://example.com/\ta",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://-\u2048.com/",
        "http://example.com/" + "a" * 5_000,
    ],
)
def test_unsafe_urls(url):
    with pytest.raises(UnsafeUrl):
        canonical(url)
    with pytest.raises(UnsafeUrl):
        absolute(url, "") if url else absolute("", "")


def test_digits_of_other_scripts_are_digits():
    assert host_of("http://１２７.0.0.1/") == "127.0.0.1"
    assert host_of("http://%31%32%37.0.0.1/") == "127.0.0.1"


def test_links_are_joined_with_their_page():
    base = "https://example.com/news/list?page=2"
    assert absolute("../خبر 1", base) == "https://example.com/%D8%AE%D8%A8%D8%B1%201"
    assert absolute("//m.example.com/a#b", base) == "https://m.example.com/a"
    assert absolute("?page=3", base) == "https://example.com/news/list?page=3"
    with pytest.raises(UnsafeUrl, match="scheme 'data'"):
        absolute("data:text/html,x", base)
