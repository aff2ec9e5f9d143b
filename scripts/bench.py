"""Measures speed and memory on real articles, beside a plain baseline in the same run.

Prints: import and analysis rates on one corpus, the ratio of the analysis to a baseline script
(camel-tools word tokeniser and a loop of regular expressions over the same terms), peak memory of
all processes together at three corpus sizes, the time of `trends` over everything, and what the
spider costs a page beside a bare Scrapy one.
"""

import argparse
import gzip
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bench_collect

MEDIAFRAME = Path(sys.executable).parent / "mediaframe"


@dataclass(frozen=True)
class Run:
    """Wall-clock seconds and the peak memory of a command with all its children, in MiB."""

    seconds: float
    peak: float


def measure(*command: str | Path) -> Run:
    """Run a mediaframe command; exit code 1 means that some items were rejected."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [MEDIAFRAME, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, _tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    done.set()
    watcher.join()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command}: exit {process.returncode}\n{errors.decode()}")
    return Run(time.perf_counter() - begin, peak)


def _tree_memory(root: int) -> float:
    """Proportional memory (PSS: shared pages counted once) of a process and its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    tree = {root}
    grew = True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in tree} - tree
        grew = bool(more)
        tree |= more
    total = 0
    for pid in tree:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", rollup, re.M)
        total += int(found[1]) if found else 0
    return total / 1024


def articles(paths: list[Path]) -> Iterator[str]:
    """Lines of the gzipped JSONL files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file


def baseline(lines: list[str]) -> float:
    """Articles a second of the plain script, in one process."""
    from camel_tools.tokenizers.word import simple_word_tokenize

    from mediaframe import codebook, config
    from mediaframe.arabic.normalise import fold
    from mediaframe.detect import actors
    from mediaframe.score.lexicon import LexiconScorer

    settings = config.Settings()
    scorer = LexiconScorer.load(settings.lexicon, codebook.load(settings.codebook))
    registry = actors.load(tuple(settings.actors))
    terms = {fold(name) for actor in registry.actors() for name in (actor.name_ar,)}
    terms |= {fold(term) for term in scorer.terms()}
    patterns = [re.compile(rf"(?<!\w)\w{{0,3}}{re.escape(term)}\w{{0,3}}(?!\w)") for term in terms]
    begin = time.perf_counter()
    for line in lines:
        row = json.loads(line)
        text = fold(" ".join(simple_word_tokenize(row.get("title", "") + "\n" + row["text"])))
        for pattern in patterns:
            for _ in pattern.finditer(text):
                pass
    return len(lines) / (time.perf_counter() - begin)


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of *.jsonl.gz")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 31_000, 117_000])
    options = parser.parse_args()
    files = sorted(options.corpora.glob("*.jsonl.gz"))
    if not files:
        raise SystemExit(f"{options.corpora}: no *.jsonl.gz there")
    panarab = [path for path in files if "panarab" in path.name] or files[:1]
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        count, label = sum(1 for _ in articles(panarab)), panarab[0].name
        workspace = Path(folder) / "speed"
        measure("init", workspace)
        run = measure("import", "-w", workspace, *panarab)
        print(f"import    {label}: {count / run.seconds:7,.0f} articles/s, {run.peak:,.0f} MiB")
        run = measure("analyze", "-w", workspace, "--scorer", "lexicon")
        rate = count / run.seconds
        print(f"analyze   {label}: {rate:7,.0f} articles/s, {run.peak:,.0f} MiB")
        plain = baseline(list(itertools.islice(articles(panarab), 0, None, max(count // 200, 1))))
        print(
            f"baseline  {label}: {plain:7,.1f} articles/s; analyze: {rate / plain:,.1f} times that"
        )
        for size in options.sizes:
            part = Path(folder) / f"{size}.jsonl"
            with part.open("w", encoding="utf-8") as file:
                file.writelines(itertools.islice(articles(files), size))
            workspace = Path(folder) / str(size)
            measure("init", workspace)
            imported = measure("import", "-w", workspace, part)
            analysed = measure("analyze", "-w", workspace, "--scorer", "lexicon")
            print(
                f"memory    {size:7,} articles: import {imported.peak:,.0f} MiB, "
                f"analyze {analysed.peak:,.0f} MiB ({size / analysed.seconds:,.0f} articles/s)"
            )
        run = measure("trends", "-w", workspace, "--by", "outlet", "--by", "month")
        print(
            f"trends    by outlet and month, {size:,} articles: {run.seconds:.2f} s, "
            f"{run.peak:,.0f} MiB"
        )
    bench_collect.spider()


if __name__ == "__main__":
    main()
