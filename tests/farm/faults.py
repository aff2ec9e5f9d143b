"""The bad habits of servers: what passes when one tries again, and what stays."""

import gzip
from collections.abc import Iterator

from tests.farm.site import HTML, Answer, Site
from tests.pages import corpus

_PAGE = "<html><body><p>صفحة</p></body></html>".encode()
_TORN = Answer(
    body=gzip.compress(_PAGE * 50, mtime=0)[:60],
    headers={"Content-Type": HTML, "Content-Encoding": "gzip"},
)

BUSY = (Answer(status=503, body=_PAGE), Answer(status=503, body=_PAGE), Answer(status=500))
LIMITED = (Answer(status=429, headers={"Retry-After": "1"}),)
RESET = (Answer(way="reset"), Answer(way="reset"))
CUT = (Answer(body=_PAGE, way="cut"),)
TORN = (_TORN,)
SLOW = (Answer(body=_PAGE, way="silence"),)


def stay(site: Site) -> Iterator[str]:
    """Put what never becomes an article into a site; yields the URLs to list."""
    bad = site.refuse
    yield site.url("/2025/nowhere-4040.html")
    site.refused[site.url("/2025/nowhere-4040.html")] = "http 404"
    yield bad("/2025/gone-4100.html", "http 410", Answer(status=410))
    yield bad("/2025/closed-4030.html", "http 403", Answer(status=403))
    yield bad("/2025/broken-5000.html", "http 500", Answer(status=500))
    yield bad("/2025/busy-5030.html", "http 503", Answer(status=503))
    yield bad("/2025/limited-4290.html", "http 429", Answer(status=429))
    yield bad("/2025/reset-9001.html", "connection broken", Answer(way="reset"))
    yield bad("/2025/cut-9002.html", "answer ends early", Answer(body=_PAGE, way="cut"))
    yield bad("/2025/torn-9003.html", "connection broken", _TORN)
    yield bad("/2025/empty-9004.html", "empty page", Answer())
    pdf = Answer(body=b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
    yield bad("/2025/report-9005.pdf", "not a page", pdf)
    for habit in ("error-page", "list-page", "not-arabic", "empty"):
        for page in corpus.pages(habit):
            answer = Answer(body=page.body, headers={"Content-Type": page.content_type})
            yield bad(f"/2025/{page.id}-9100.html", habit, answer)
    for number, (place, reason) in enumerate(_redirects(site)):
        answer = Answer(status=302 if number % 2 else 301, headers={"Location": place})
        yield bad(f"/go/{9200 + number}", reason, answer)
    for path in ("/private/9300", "/private/%D8%B3%D8%B1-9301"):
        site.refused[site.url(path)] = "robots.txt disallows it"
        site.forbidden.add(site.url(path))
        yield site.url(path)


def _redirects(site: Site) -> Iterator[tuple[str, str]]:
    """Where redirects lead that lead nowhere, and why they are not followed."""
    yield "/go/9200", "too many redirects"
    yield "/go/9202", "too many redirects"
    yield "/go/9201", "too many redirects"
    yield "/private/9300", "robots.txt disallows it"
    yield "http://169.254.169.254/latest/meta-data/", "address refused"
    yield "http://10.1.2.3/intern", "address refused"
    yield "http://[fd00::1]/intern", "address refused"
    yield "http://2130706433/", "the host is a number"
    # its domain is one of the outlet's, and resolves to 10.0.0.8 (see `running.resolving`)
    yield f"http://intern.{site.outlet.domains[0]}/", "robots.txt unreadable: address refused"
    yield site.away, "leads to another site"
    yield site.away.replace("127.0.0.1", "[::1]"), "leads to another site"
    yield "file:///etc/passwd", "redirect to what is not http"
    yield "ftp://files.example/1", "redirect to what is not http"
