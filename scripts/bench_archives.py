"""Measures the import of a WARC file of pages, beside trafilatura alone in the same run.

Prints: pages a second of `mediaframe import` with two worker processes and of trafilatura with its
default settings in one process over the same file; the processor time that each takes for a page,
which does not depend on what else the machine does; and peak memory of the import of two sizes. The
pages are those of the extraction gate, each copy with another address and text.
"""

import argparse
import itertools
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench import measure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def pages() -> Iterator[tuple[str, bytes]]:
    """Addresses and pages without end, no two alike."""
    from tests.pages import corpus

    kept = []
    for page in corpus.pages():
        start = (page.gold["text"] or "")[:25].strip()
        encodings = ("utf-8", "cp1256", "iso8859-6")
        found = [e for e in encodings if start and start.encode(e, "ignore") in page.body]
        if found:
            kept.append((page.url, page.body, start, found[0]))
    for copy in itertools.count():
        for url, body, start, encoding in kept:
            words = start.encode(encoding)
            mark = "&" if "?" in url else "?"
            yield f"{url}{mark}copy={copy}", body.replace(words, b"%d %b" % (copy, words))


def write(folder: Path, count: int) -> Path:
    """A WARC file of so many pages."""
    import datetime as dt

    from mediaframe.collect.archive import Archive
    from mediaframe.collect.fetched import Capture

    archive = Archive(folder)
    for url, body in itertools.islice(pages(), count):
        archive.add(
            Capture(
                url=url,
                found=url,
                final_url=url,
                canonical_url=url,
                outlet_id="",
                status=200,
                headers={"content-type": "text/html"},
                body=body,
                fetched=dt.datetime(2025, 7, 1, tzinfo=dt.UTC),
                kind="file",
            )
        )
    archive.close()
    (path,) = folder.iterdir()
    return path


def alone(path: Path) -> tuple[float, float]:
    """Pages a second, and processor seconds a page, of trafilatura with its default settings."""
    import trafilatura

    from mediaframe.collect import warc
    from mediaframe.types import Reject

    begin, busy, count = time.perf_counter(), time.process_time(), 0
    for page in warc.messages(path, max_bytes=10**12, passed=Counter()):
        assert not isinstance(page, Reject)
        trafilatura.extract(page.body, url=page.url)
        count += 1
    return count / (time.perf_counter() - begin), (time.process_time() - busy) / count


def busy(workspace: Path, path: Path, count: int) -> float:
    """Processor seconds that the import takes for a page, in one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    measure("import", "-w", workspace, "--workers", "1", path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=[2_000, 20_000])
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            path = write(Path(folder) / f"archive-{size}", size)
            workspace = Path(folder) / f"workspace-{size}"
            measure("init", workspace)
            run = measure("import", "-w", workspace, "--workers", "2", path)
            rate = size / run.seconds
            print(f"pages     {size:7,} of a WARC file: {rate:,.0f} pages/s, {run.peak:,.0f} MiB")
            if size == options.sizes[0]:
                plain, its = alone(path)
                print(
                    f"baseline  trafilatura, one process: {plain:,.0f} pages/s; import: "
                    f"{rate / plain:,.2f} times that"
                )
                measure("init", Path(folder) / "single")
                ours = busy(Path(folder) / "single", path, size)
                print(
                    f"processor trafilatura {its * 1000:.1f} ms a page; import "
                    f"{ours * 1000:.1f} ms, with start and storing"
                )


if __name__ == "__main__":
    main()
