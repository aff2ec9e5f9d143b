"""Every read question, shared by the command line, Python and the report."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediaframe.query.disclosures import disclosure
    from mediaframe.query.example_list import examples
    from mediaframe.query.reporting import report_content
    from mediaframe.query.story_list import stories
    from mediaframe.query.trend_table import Notes, notes, trends
    from mediaframe.query.word_search import Coverage, coverage, search

__all__ = [
    "Coverage",
    "Notes",
    "coverage",
    "disclosure",
    "examples",
    "notes",
    "report_content",
    "search",
    "stories",
    "trends",
]

_MODULES = {
    "Coverage": "word_search",
    "Notes": "trend_table",
    "coverage": "word_search",
    "disclosure": "disclosures",
    "examples": "example_list",
    "notes": "trend_table",
    "report_content": "reporting",
    "search": "word_search",
    "stories": "story_list",
    "trends": "trend_table",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Imported on first use: trends need not load the libraries of Arabic text.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
