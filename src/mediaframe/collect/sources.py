"""Decides which outlet an imported article belongs to, and what identifies the article."""

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from mediaframe.arabic.normalise import fold
from mediaframe.collect.fields import Source
from mediaframe.collect.outlet_file import country_code, host
from mediaframe.collect.registry import OutletRegistry
from mediaframe.types import Outlet

NO_OUTLET = "no outlet, and no URL that names one (map a column with --field outlet=COLUMN)"
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگ"
_SPELLED = "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y p ch v g"
_LATIN = dict(zip(_LETTERS, _SPELLED.split(" "), strict=True))
_NOT_WORD = re.compile(r"[^a-z0-9]+")


class Sources:
    """The outlets of a registry and those that only the articles name."""

    def __init__(self, registry: OutletRegistry, seen: Iterable[Outlet] = ()) -> None:
        """Take the outlets `seen` in earlier imports for the sites of articles without a name."""
        self._registry = registry
        self._named = {site: outlet for outlet in seen for site in outlet.domains}
        self._found: dict[tuple[str, str, str], Outlet | str] = {}

    def outlet(self, source: Source) -> Outlet | str:
        """The outlet of an article, or the reason why it is refused.

        The name given decides, then the host of the URL. An outlet that is in no registry is
        made from its name (or host) and country, not verified; the same ones give the same id.
        """
        site = host(source.url) if source.url else ""
        key = (source.outlet, source.country, site)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > 100_000:  # a hostile file names a new one in each article
                self._found.clear()
            found = self._found[key] = self._find(source.outlet, source.country, site)
        return found

    def _find(self, name: str, country: str, site: str) -> Outlet | str:
        for domain in (site, host(name)):
            if domain and (why := self._registry.excluded(domain)):
                return why
        code = country_code(country) if country else None
        if name and (outlet := self._registry.resolve(name, country=code)):
            return outlet
        if site and (outlet := self._registry.of_host(site)):
            return outlet
        if not name and site in self._named:
            return self._named[site]
        name = (host(name) if "/" in name else name) or site
        if not name:
            return NO_OUTLET
        outlet = unverified(name, code)
        outlet = self._registry.by_id.get(outlet.id, outlet)
        if site and not outlet.verified:
            outlet = replace(outlet, domains=(site,))
            self._named.setdefault(site, outlet)
        return outlet


def unverified(name: str, country: str | None) -> Outlet:
    """The outlet that an unknown name stands for; spelling variants of the name are one outlet."""
    folded = " ".join(fold(name).split())
    latin = "".join(_LATIN.get(char, char) for char in folded)
    slug = _NOT_WORD.sub("_", latin).strip("_")[:40]
    if not folded.isascii():
        # letters that Latin script does not tell apart must not make two outlets one
        slug = f"{slug}_{blake2b(folded.encode(), digest_size=2).hexdigest()}".lstrip("_")
    prefix = f"{country.lower()}_" if country else ""
    return Outlet(id=f"{prefix}{slug or 'outlet'}", name_ar=name, country=country, verified=False)


def key(source: Source) -> str:
    """What identifies the article, as 32 hexadecimal digits.

    A digest of the outlet as the source names it (so that a later change of the registry does
    not make new articles of old ones) and of the URL, else the source's id, else the content. An
    id of digits alone is taken together with the content: in many files it only counts lines.
    """
    outlet = fold(source.outlet or host(source.url))
    if _is_page(source.url):
        parts = ["url", outlet, source.url]
    elif source.id and not source.id.isdigit():
        parts = ["id", outlet, source.id]
    else:
        parts = ["text", outlet, source.id, source.date, source.title, source.text]
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _is_page(url: str) -> bool:
    # the address of a whole site says nothing about the article
    _, scheme, rest = url.partition("://")
    return any(mark in (rest if scheme else url).rstrip("/") for mark in "/?#")
