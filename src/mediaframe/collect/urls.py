"""The one form of a URL: what makes two spellings of an article's address the same article.

A canonical URL is an identity, not an address to fetch: servers may want the slash, the session or
the mobile host that it leaves out.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import idna

from mediaframe.errors import MediaframeError

MAX_CHARS = 4096
"""Longest URL accepted: an Arabic letter of a slug takes six characters."""
_NO_MIRRORS: Mapping[str, str] = {}
_PORTS = {"http": 80, "https": 443}
_WHOLE = re.compile(r"https?://", re.IGNORECASE)
_MOBILE = re.compile(r"^(?:www\.)?(?:m|mobile|amp|wap)\.")
# `m.co.uk` is a site of its own; `m.akhbar.co.uk` is the mobile host of one
_SUFFIX = re.compile(r"(?:co|com|net|org|gov|edu|ac|press|info|or|gob|nom)\.[a-z]{2}")
_TRACKING = re.compile(
    r"(?:utm|at|pk|mtm|piwik|hsa|fb_action|mc|_hs|oly|vero|wt|yclid|ga)_.*|_ga|_gl|_hsenc|_hsmi"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh|srsltid"
    r"|li_fat_id|mkt_tok|fb_source|fb_ref|ref_src|ref_url|cmpid|ocid|ncid|s_cid|xtor|spm"
    r"|__twitter_impression|sharetype|feature_share|amp|nonamp",
    re.IGNORECASE,
)
_AMP_VALUES = {"outputtype": "amp", "output": "amp", "view": "amp", "mode": "amp", "type": "amp"}
_AMP_PATH = re.compile(r"(?<=[^/])(?:/amp|\.amp)(?:/|\.html)?$|^/amp(?=/[^/])", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NOT_PATH = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]")
_NOT_QUERY = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_CONTROL = re.compile(r"[\x00-\x20\x7f\u2028\u2029]")
_EDGES = " \t\n\r\f\v\u200b\u200e\u200f\ufeff\xa0"


class UnsafeUrl(MediaframeError):  # noqa: N818
    """A URL is none, or one that is never fetched; says why."""


def split(url: str) -> SplitResult:
    """The parts of an absolute http or https URL, its host in ASCII and small letters.

    `netloc` is the host, with the port where it is not the scheme's own.

    Raises:
        UnsafeUrl: another scheme, no host, a user name or password, control characters, a
            number as the host that is no address in its usual form, or over `MAX_CHARS`.
    """
    return _split(url.strip(_EDGES))


def _split(text: str) -> SplitResult:
    if len(text) > MAX_CHARS:
        raise UnsafeUrl(f"URL over {MAX_CHARS} characters")
    if _CONTROL.search(text):
        # spaces are common in hand-made links, and harmless once escaped
        text = text.replace(" ", "%20")
        if _CONTROL.search(text):
            raise UnsafeUrl("URL with control characters")
    try:
        parts = urlsplit(text)
        port = parts.port
        name = parts.hostname or ""
    except ValueError as error:
        raise UnsafeUrl(f"not a URL: {error}") from error
    if parts.scheme not in _PORTS:
        raise UnsafeUrl(f"scheme {parts.scheme[:20]!r} is not http or https")
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise UnsafeUrl("URL with a user name")
    host = _ascii_host(name)
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return parts._replace(netloc=host)


@lru_cache(maxsize=10_000)
def _ascii_host(name: str) -> str:
    if not name:
        raise UnsafeUrl("URL without a host")
    if ":" in name:
        if "%" in name or not re.fullmatch(r"[0-9a-f:.]+", name):
            raise UnsafeUrl("the host is no IPv6 address")
        return f"[{name}]"
    name = unquote(name).rstrip(".")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UnsafeUrl(f"not a host name: {error}") from error
    name = name.lower()
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", name) or len(name) > 253:
        raise UnsafeUrl("not a host name")
    last = name.rpartition(".")[2]
    # 2130706433, 0x7f.1 and 127.1 are spellings of 127.0.0.1 that only hide it
    numeric = last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last)
    if numeric and not re.fullmatch(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})", name):
        raise UnsafeUrl("the host is a number")
    return name


def host_of(url: str) -> str:
    """Host and port of a URL as `split` gives them: what robots.txt and delays go by."""
    return split(url).netloc


def absolute(url: str, base: str) -> str:
    """The URL that a link on the page `base` means, without fragment, fit to be requested.

    Raises:
        UnsafeUrl: it is none that may be fetched (see `split`).
    """
    try:
        text = url.strip(_EDGES)
        # urljoin drops empty parts of what is whole already
        joined = text if _WHOLE.match(text) else urljoin(base, text)
    except ValueError as error:
        raise UnsafeUrl(f"not a URL: {error}") from error
    parts = _split(joined)
    path = _legal(parts.path, _NOT_PATH) or "/"
    query = f"?{_legal(parts.query, _NOT_QUERY)}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{path}{query}"


def canonical(url: str, *, mirrors: Mapping[str, str] = _NO_MIRRORS) -> str:
    """The canonical form of a URL.

    Small host without default port; mobile and AMP hosts (`m.`, `mobile.`, `amp.`, `wap.`) and
    AMP paths to the main one; dots and doubled or trailing slashes of the path resolved; escapes
    in one form (UTF-8, capital hexadecimals, only where needed); tracking parameters and the
    fragment dropped; parameters in order of their names. The host is never changed to another
    one but by `mirrors` and from a mobile one. Idempotent.

    Args:
        mirrors: host to main host, both small, with the port where there is one; the main ones
            are no mirrors themselves.

    Raises:
        UnsafeUrl: see `split`.
    """
    parts = split(url)
    netloc = main_host(parts.netloc, mirrors=mirrors)
    path = _path(_uniform(parts.path, _NOT_PATH))
    query = _query(parts.query)
    return f"{parts.scheme}://{netloc}{path}" + (f"?{query}" if query else "")


def main_host(netloc: str, *, mirrors: Mapping[str, str] = _NO_MIRRORS) -> str:
    """The host (and port) that a mobile host or mirror stands for."""
    if netloc in mirrors:
        return mirrors[netloc]
    while match := _MOBILE.match(netloc):
        rest = netloc[match.end() :]
        name = rest.partition(":")[0]
        if "." not in name or _SUFFIX.fullmatch(name):
            break
        netloc = rest
    return mirrors.get(netloc, netloc)


def readable(url: str) -> str:
    """A URL with its escapes decoded, as people write patterns for it."""
    return unquote(url, errors="replace")


def _legal(text: str, refused: re.Pattern[str]) -> str:
    text = _STRAY.sub("%25", text)
    return refused.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text
    )


def _uniform(text: str, refused: re.Pattern[str]) -> str:
    return _ESCAPE.sub(_escape, _legal(text, refused))


def _escape(found: re.Match[str]) -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def _path(path: str) -> str:
    while True:
        shorter = _AMP_PATH.sub("", _resolved(_SLASHES.sub("/", path))).rstrip("/") or "/"
        if shorter == path:
            return path
        path = shorter


def _resolved(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/".join(kept)


def _query(query: str) -> str:
    kept: list[tuple[str, str]] = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        name, value = _uniform(name, _NOT_QUERY), _uniform(value, _NOT_QUERY)
        plain = unquote(name)
        if not pair or _TRACKING.fullmatch(plain):
            continue
        if _AMP_VALUES.get(plain.lower()) == value.lower():
            continue
        kept.append((name, f"{name}{equals}{value}"))
    return "&".join(text for _, text in sorted(kept, key=lambda item: item[0]))
