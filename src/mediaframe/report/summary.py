"""The sentences that open a page: only what the intervals support, and no ranking beyond that."""

from collections.abc import Iterator, Sequence

from mediaframe.report import numbers
from mediaframe.report.content import ReportContent
from mediaframe.report.figures import FULL
from mediaframe.report.place import Place
from mediaframe.report.words import Language, isolated
from mediaframe.types import Estimate


def corpus(content: ReportContent, lang: Language) -> str:
    """How many articles of how many outlets, and when; and how many are in no figure yet."""
    coverage = [item for item in content.disclosure.outlets if item.articles]
    count = {
        "articles": lang.counted("articles", sum(item.articles for item in coverage)),
        "outlets": lang.counted("outlets", len(coverage)),
    }
    first = min((item.first for item in coverage if item.first), default=None)
    last = max((item.last for item in coverage if item.last), default=None)
    if first is None or last is None:
        whole = lang("lead_corpus_undated", **count)
    else:
        whole = lang("lead_corpus", first=lang.month(first), last=lang.month(last), **count)
    if not content.disclosure.pending:
        return whole
    pending = lang.counted("articles", content.disclosure.pending)
    return f"{whole} {lang('lead_pending', articles=pending)}"


def shares(place: Place, lang: Language) -> str:
    """Legitimation and delegitimation with their intervals, or that there is too little."""
    legit, deleg = _share(place, "legitimation_index"), _share(place, "delegitimation_index")
    if legit is None or deleg is None:
        return lang("lead_few")
    return lang(
        "lead_share",
        legit=numbers.value(legit, lang),
        deleg=numbers.value(deleg, lang),
        legit_low=_number(legit, legit.low),
        legit_high=_number(legit, legit.high),
        deleg_low=_number(deleg, deleg.low),
        deleg_high=_number(deleg, deleg.high),
    )


def comparison(places: Sequence[Place], lang: Language) -> Iterator[str]:
    """The two countries furthest apart, where their intervals separate; else that none do.

    Only estimates in full display are compared.
    """
    found = [
        (place, one)
        for place in places
        if (one := _share(place, "delegitimation_index")) is not None and one.display == FULL
    ]
    if len(found) < 2:
        return
    found.sort(key=lambda item: item[1].value or 0.0)
    (low_place, low), (high_place, high) = found[0], found[-1]
    if high.low is not None and low.high is not None and high.low > low.high:
        yield lang(
            "lead_higher",
            a=isolated(high_place.name),
            b=isolated(low_place.name),
            a_value=numbers.value(high, lang),
            b_value=numbers.value(low, lang),
        )
    else:
        yield lang("lead_no_ranking")


def _share(place: Place, indicator: str) -> Estimate | None:
    one = place.cells.get((indicator, "", "original"))
    return one if numbers.known(one) and one is not None and one.low is not None else None


def _number(estimate: Estimate, figure: float | None) -> str:
    return "" if figure is None else numbers.number(estimate, figure)
