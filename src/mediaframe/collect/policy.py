"""How a crawl behaves: politeness and bounds."""

import re
from dataclasses import dataclass

from mediaframe.errors import InputError

_CONTACT = re.compile(r"https?://[^\s/@]+\.[^\s@]+|[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules that a crawl keeps to.

    Raises:
        InputError: `contact` is neither an e-mail address nor a web page.
    """

    contact: str
    """E-mail address or web page by which a newsroom reaches the people who crawl; goes out with
    every request."""
    product: str = "mediaframe"
    """Name that robots.txt files are read for, and first word of the User-Agent."""
    version: str = "0.1"
    delay: float = 2.0
    """Least seconds between two requests to a host, where the outlet declares none."""
    longest_delay: float = 300.0
    """Where robots.txt asks for more seconds than this, nothing is fetched."""
    connections: int = 1
    """Connections to a host at a time."""
    outlets: int = 16
    """Outlets crawled at a time."""
    timeout: float = 60.0
    """Seconds from the request to the last byte of the answer."""
    max_bytes: int = 10_000_000
    """Largest page or feed, sent and decompressed."""
    max_source_bytes: int = 60_000_000
    """Largest sitemap; the sitemap protocol allows 52,428,800 bytes."""
    redirects: int = 5
    retries: int = 3
    """Further tries after an answer 408, 429 or 5xx, or a broken connection."""
    backoff: float = 2.0
    """Seconds before the first further try; doubled each time."""
    longest_wait: float = 300.0
    """Most seconds waited for a host, also when it asks for it by Retry-After; where it asks for
    more, it is left alone for this run."""
    give_up_after: int = 20
    """An outlet is left for this run after so many articles in a row without an answer."""
    verify_certificates: bool = True
    allow_loopback: bool = False
    """Let 127.0.0.0/8 and ::1 be connected to: for tests against servers of one's own."""

    def __post_init__(self) -> None:
        if not _CONTACT.fullmatch(self.contact):
            raise InputError(
                "no contact given: collecting needs an e-mail address or web page by which "
                "newsrooms can reach you; it is sent with every request"
            )

    @property
    def user_agent(self) -> str:
        """The User-Agent of every request."""
        return f"{self.product}/{self.version} (research; +{self.contact})"
