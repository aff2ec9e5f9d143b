"""A workspace: a folder with settings, a database and reports; what Python users open."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from mediaframe import codebook, config
from mediaframe.codebook import Codebook
from mediaframe.config import Settings
from mediaframe.errors import WorkspaceError
from mediaframe.store.database import Store

if TYPE_CHECKING:
    import polars as pl

    from mediaframe.collect.files import Limits
    from mediaframe.pipeline.explaining import Explanation
    from mediaframe.pipeline.filters import Row
    from mediaframe.pipeline.importing import Imported
    from mediaframe.pipeline.labelling import Recorded
    from mediaframe.pipeline.reextraction import Reextracted
    from mediaframe.pipeline.saving import Summary

Watch = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Opens a progress bar for a number of items; what it gives is called with the number of items of
each part that is done."""
_SETTINGS_HEAD = """\
# Settings of this mediaframe workspace. A line that starts with # shows a default; remove the #
# to change it. An environment variable such as MEDIAFRAME_WORKERS wins over the file. Relative
# paths are relative to this folder.
"""


class Workspace:
    """An open workspace; close it, or use it in a `with` statement."""

    def __init__(self, path: Path, settings: Settings, store: Store) -> None:
        self.path = path
        self.settings = settings
        self.store = store

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the database."""
        self.store.close()

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that the settings name."""
        return codebook.load(self.settings.codebook)

    def import_files(
        self,
        paths: Sequence[str],
        *,
        fields: Sequence[str] = (),
        encoding: str | None = None,
        outlets: Sequence[str] = (),
        manifest: Path | None = None,
        workers: int | None = None,
        advance: Callable[[int], object] = lambda _: None,
    ) -> "Imported":
        """Store the articles of files, folders and glob patterns that are not stored yet.

        Args:
            paths: JSON lines, CSV and Parquet, plain or compressed with gzip or zstd; HTML, WARC
                and WACZ.
            fields: columns to read in the form `text=body`; guessed where not given.
            encoding: of the files of records; found out by default.
            outlets: ids, names or domains of the outlets wanted, all where empty.
            manifest: CSV or JSON lines that tell where HTML files were.
            workers: processes that read pages, by default as the settings say.
            advance: told of each number of records or pages done.

        Raises:
            InputError: a path names no file, or an option is wrong.
            DataError: an outlet registry is invalid.
            MediaframeError: a worker process was killed.
        """
        from mediaframe.collect import registry
        from mediaframe.collect.fields import Fields
        from mediaframe.pipeline import importing

        return importing.import_files(
            self.store,
            registry.load(self.settings.outlets),
            paths,
            limits=self._limits,
            fields=Fields.parse(fields),
            encoding=encoding,
            wanted=outlets,
            manifest=manifest,
            workers=workers or self.settings.workers,
            advance=advance,
        )

    def reextract(
        self,
        paths: Sequence[str],
        *,
        outlets: Sequence[str] = (),
        workers: int | None = None,
        advance: Callable[[int], object] = lambda _: None,
    ) -> "Reextracted":
        """Read archived pages again; see `pipeline.reextraction.reextract`."""
        from mediaframe.collect import registry
        from mediaframe.pipeline import reextraction

        return reextraction.reextract(
            self.store,
            registry.load(self.settings.outlets),
            paths,
            limits=self._limits,
            wanted=outlets,
            workers=workers or self.settings.workers,
            advance=advance,
        )

    @property
    def _limits(self) -> "Limits":
        from mediaframe.collect.files import Limits

        return Limits(
            file_bytes=self.settings.max_file_bytes, article_bytes=self.settings.max_article_bytes
        )

    def analyze(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        outlets: Sequence[str] = (),
        workers: int | None = None,
        scorer: str = "lexicon",
        watch: Watch | None = None,
    ) -> "Summary":
        """Find and code the mentions of all articles that are not analysed yet; resumable.

        Args:
            since: first day; leaves out articles without a date, as `until` does.
            until: last day.
            outlets: ids of the outlets wanted, all where empty.
            workers: processes, by default as the settings say.
            scorer: name of the scorer.
            watch: for a progress bar of articles.

        Raises:
            MediaframeError: data, input or database cannot be used, or a worker was killed.
        """
        # imported here: the libraries of detection are slow to load, and reading needs none
        from mediaframe.pipeline import analysis

        settings = self.settings
        plan = analysis.plan(
            self.store,
            config.tool_paths(settings),
            outlet_files=tuple(settings.outlets),
            scorer=scorer,
            selection=analysis.Selection(since=since, until=until, outlets=tuple(outlets)),
        )
        total = analysis.Summary()
        with nullcontext(_ignore) if watch is None else watch(plan.total) as advance:
            for part in analysis.run(self.store, plan, workers=workers or settings.workers):
                total += part
                advance(part.articles)
        return total

    def record_codes(
        self, path: str | Path, *, coder: str, advance: Callable[[int], object] = lambda _: None
    ) -> "Recorded":
        """Store the codes that a person gave to mentions; see `pipeline.labelling.record`."""
        from mediaframe.pipeline import labelling

        return labelling.record(self.store, self.codebook, Path(path), coder=coder, advance=advance)

    def gold(self) -> "Iterator[Row]":
        """The coded mentions in their windows, to learn from; see `pipeline.gold.gold`."""
        from mediaframe.pipeline import gold

        return gold.gold(self.store)

    def explain(self, article_id: int) -> "Iterator[Explanation]":
        """What the codes of an article's mentions rest on; see `pipeline.explaining.explain`."""
        from mediaframe.pipeline import explaining

        return explaining.explain(self.store, config.tool_paths(self.settings), article_id)

    def trends(
        self,
        *,
        by: Sequence[str],
        indicators: Sequence[str] | None = None,
        frame: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        outlets: Sequence[str] = (),
        countries: Sequence[str] = (),
        scorer: str = "lexicon",
    ) -> "pl.DataFrame":
        """Indicators per cell with 95 % intervals; see `query.trends`."""
        from mediaframe import query

        return query.trends(
            self.store,
            self.codebook,
            by=by,
            indicators=indicators,
            frame=frame,
            since=since,
            until=until,
            outlets=outlets,
            countries=countries,
            scorer=scorer,
            draws=self.settings.draws,
            seed=self.settings.seed,
            show_persons=self.settings.show_persons,
        )

    def stories(
        self,
        *,
        country: str | None = None,
        theme: str | None = None,
        frame: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        outlets: Sequence[str] = (),
        limit: int = 50,
        scorer: str = "lexicon",
    ) -> "pl.DataFrame":
        """Achievement, service and rights stories, newest first; see `query.stories`."""
        from mediaframe import query

        return query.stories(
            self.store,
            self.codebook,
            country=country,
            theme=theme,
            frame=frame,
            since=since,
            until=until,
            outlets=outlets,
            limit=limit,
            scorer=scorer,
            show_persons=self.settings.show_persons,
        )

    def search(
        self,
        words: str,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        outlets: Sequence[str] = (),
        limit: int = 20,
    ) -> "pl.DataFrame":
        """The articles that hold every word in any spelling, newest first; see `query.search`."""
        from mediaframe import query

        return query.search(
            self.store, words, since=since, until=until, outlets=outlets, limit=limit
        )

    def report(
        self,
        folder: str | Path | None = None,
        *,
        scorer: str = "lexicon",
        watch: Watch | None = None,
    ) -> Path:
        """Write the bilingual report, a folder of pages that open from disk.

        Examples of today's classifier show the words that it rests on, a second or two
        each.

        Args:
            folder: where to write, in place of an earlier report; `report` in the workspace by
                default.
            scorer: whose last run to report.
            watch: for a progress bar of examples to explain.

        Returns:
            The path of its first page.

        Raises:
            InputError: the folder exists, is not empty and is no report.
            DataError: a data file of the classifier is missing or invalid.
            StoreError: nothing was analysed with the scorer, or the database cannot be read.
        """
        from mediaframe import query
        from mediaframe.report import site

        folder = self.path / "report" if folder is None else Path(folder)
        site.check(folder)
        content = query.report_content(
            self.store,
            self.codebook,
            actor_files=self.settings.actors,
            made=dt.date.today(),
            scorer=scorer,
            draws=self.settings.draws,
            seed=self.settings.seed,
            show_persons=self.settings.show_persons,
        )
        if scorer == "classifier":
            from mediaframe.pipeline import explaining

            paths, examples = config.tool_paths(self.settings), content.examples
            run = next(
                one for one in content.disclosure.runs if one.current and one.kind == "score"
            )
            explained = []
            with nullcontext(_ignore) if watch is None else watch(len(examples)) as advance:
                for one in explaining.examples(examples, paths, run=run.digest):
                    explained.append(one)
                    advance(1)
            content = replace(content, examples=tuple(explained))
        return site.write(folder, content)


def _ignore(_: int) -> None:
    """Nobody watches."""


def create(path: str | Path, *, database: str | None = None) -> Workspace:
    """Make the folder `path` a workspace: a settings file with every default, and the database.

    Args:
        database: SQLAlchemy URL; by default an SQLite file in the folder.

    Raises:
        WorkspaceError: it is a workspace already, or cannot be written.
        StoreError: the database cannot be created.
    """
    path = Path(path)
    file = path / config.FILE_NAME
    try:
        path.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(_settings_text(database))
    except FileExistsError as error:
        raise WorkspaceError(f"{file}: exists already; nothing was changed") from error
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        settings = config.load(path)
        return Workspace(path, settings, Store.create(settings.database))
    except BaseException:
        file.unlink()  # so that `init` can be tried again
        raise


def _settings_text(database: str | None) -> str:
    parts = [_SETTINGS_HEAD]
    for name, field in Settings.model_fields.items():
        given = database if name == "database" else None
        value = field.default if given is None else given
        line = f"{name} = {json.dumps(value, default=str, ensure_ascii=False)}"
        parts.append(f"# {field.description}\n{'# ' if given is None else ''}{line}\n")
    return "\n".join(parts)


def open_workspace(path: str | Path) -> Workspace:
    """Open the workspace folder `path`.

    Raises:
        WorkspaceError: it is no workspace, or its settings are wrong.
        StoreError: its database is missing or of another version.
    """
    path = Path(path)
    settings = config.load(path)
    return Workspace(path, settings, Store.open(settings.database))
