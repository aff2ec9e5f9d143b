"""What a host's robots.txt (RFC 9309) lets us do: nothing, where it cannot be known."""

from dataclasses import dataclass, field

from protego import Protego

MAX_BYTES = 512_000
"""Bytes read of a robots.txt; RFC 9309 asks for at least 500 KiB."""
_ABSENT = (404, 410)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13})
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us."""

    closed: str = ""
    """Why nothing of the host is fetched; empty where the rules decide."""
    delay: float = 0.0
    """Seconds between requests that it asks for (Crawl-delay or Request-rate)."""
    _rules: Protego | None = field(default=None, repr=False)
    _product: str = ""

    def refusal(self, url: str) -> str:
        """Why the URL is not fetched; empty where it may be."""
        if self.closed:
            return self.closed
        if self._rules is None or self._rules.can_fetch(url, self._product):
            return ""
        return "robots.txt disallows it"


def read(status: int, body: bytes, *, product: str, longest_delay: float) -> Robots:
    """The rules that an answer to the request for robots.txt gives.

    200 is read; 404 and 410 say that there are none, so all is allowed. Any other status, and a
    body that is no robots.txt (an HTML page, binary data, too large), closes the host.

    Args:
        product: first word of our User-Agent.
        longest_delay: seconds; a host that asks for a longer delay is closed.
    """
    if status in _ABSENT:
        return Robots()
    if status != 200:
        return Robots(closed=f"robots.txt unreadable: http {status}")
    if len(body) > MAX_BYTES:
        return Robots(closed=f"robots.txt unreadable: over {MAX_BYTES} bytes")
    try:
        text = _text(body)
    except UnicodeDecodeError:
        return Robots(closed="robots.txt unreadable: binary data")
    if text.lstrip()[:1] == "<":
        # a page to check the browser, a login or an error: it was not meant to allow anything
        return Robots(closed="robots.txt unreadable: an HTML page")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(product) or 0.0
    if rate := rules.request_rate(product):
        delay = max(delay, rate.seconds / rate.requests)
    if delay > longest_delay:
        return Robots(closed=f"robots.txt asks for too long a delay: {delay:g} s")
    return Robots(delay=delay, _rules=rules, _product=product)


def unreachable(why: str) -> Robots:
    """The rules of a host whose robots.txt could not be fetched."""
    return Robots(closed=f"robots.txt unreadable: {why}")


def _text(body: bytes) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding)
    if body.translate(None, _CONTROL) != body:
        raise UnicodeDecodeError("utf-8", body, 0, 1, "control characters")
    try:
        return body.decode()
    except UnicodeDecodeError:
        # comments in an old encoding are common, rules in it are none that match a URL
        return body.decode("cp1256", "replace")
