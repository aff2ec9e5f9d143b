"""Measures what the classifier learned, on real windows, beside other ways to run its network.

    python scripts/bench_classifier.py --corpora ../shared/corpora

Prints windows a second of (1) the classifier as `analyze` runs it, one network with its n-grams in
each of two processes, (2) a `transformers` text-classification pipeline with its default settings,
in 32-bit floats on an encoder of the same shape with as many outputs, and (3) the same eight-bit
network in fixed batches filled up to the longest window; whether the last windows cost more than
the first; and the peak memory of a worker. All read the same windows, in the order of the corpora;
of many, (2) and (3) only the first.
"""

import argparse
import gzip
import itertools
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from mediaframe import codebook, config
from mediaframe.score import bundle
from mediaframe.score.classifier import ClassifierScorer
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.score.session import INPUTS, OUTPUT
from mediaframe.types import Article, Window

BATCH = 32
"""Windows of a fixed batch."""
AT_ONCE = 10
"""Windows that a worker is given at a time."""
COMPARED = 1_000
"""Windows that the others read at most."""
WORKERS = 2
FIRST = "panarab-2018.jsonl.gz"
"""The corpus that is read first; the others follow where more windows are asked for."""


def windows(corpora: Path) -> Iterator[Window]:
    """The windows of mentions in scope, as `analyze` would cut them."""
    from mediaframe.pipeline import tools
    from mediaframe.pipeline.work import make_case

    detector = tools.load(config.tool_paths(config.Settings())).detector
    files = sorted(corpora.glob("*.jsonl.gz"), key=lambda file: (file.name != FIRST, file.name))
    for number, line in enumerate(itertools.chain.from_iterable(map(_lines, files))):
        row = json.loads(line)
        article = Article(
            key=str(number), outlet_id="", title=row.get("title") or "", text=row["text"]
        )
        for mention in detector.detect(article.title, article.text):
            if mention.in_scope:
                yield make_case(article, mention)[0]


def _lines(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from lines


_scorer: ClassifierScorer | None = None


def _load() -> None:
    global _scorer
    settings = config.Settings()
    book = codebook.load(settings.codebook)
    lexicon = LexiconScorer.load(settings.lexicon, book)
    _scorer = ClassifierScorer.load(settings.classifier, book, lexicon)


def _score(some: Sequence[Window]) -> float:
    """Score windows; returns the peak memory of this process in MiB."""
    assert _scorer is not None
    _scorer.learned(some)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(given: Sequence[Window]) -> tuple[list[float], list[float]]:
    """Seconds until each batch of AT_ONCE is done by two workers, and the peak memory then."""
    context = get_context("forkserver")
    with ProcessPoolExecutor(WORKERS, mp_context=context, initializer=_load) as pool:
        list(pool.map(_score, [given[:2]] * WORKERS))  # loaded before the clock starts
        batches = [given[i : i + AT_ONCE] for i in range(0, len(given), AT_ONCE)]
        start = time.perf_counter()
        found = [(time.perf_counter() - start, memory) for memory in pool.map(_score, batches)]
    return [seconds for seconds, _ in found], [memory for _, memory in found]


def fixed(given: Sequence[Window]) -> float:
    """Seconds of the same network in fixed, filled batches on all cores."""
    import onnxruntime

    settings = config.Settings()
    encoder = bundle.load(settings.classifier, codebook.load(settings.codebook)).encoder()
    network = onnxruntime.InferenceSession(str(settings.classifier / bundle.NETWORK))
    start = time.perf_counter()
    for i in range(0, len(given), BATCH):
        some = encoder.encode(given[i : i + BATCH])
        shape = (len(some), max(len(window.ids) for window in some))
        ids, attention, target = np.ones((3, *shape), dtype=np.int64)
        attention[:] = target[:] = 0
        for row, window in enumerate(some):
            ids[row, : len(window.ids)] = window.ids
            attention[row, : len(window.ids)] = 1
            target[row, window.start : window.end] = 1
        network.run([OUTPUT], dict(zip(INPUTS, (ids, attention, target), strict=True)))
    return time.perf_counter() - start


def pipeline(given: Sequence[Window], encoder: Path) -> float:
    """Seconds of a pipeline of transformers with its default settings."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers import pipeline as make
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    outputs = sum(map(len, bundle.load(
        config.Settings().classifier, codebook.load(config.Settings().codebook)
    ).manifest.labels.values()))  # fmt: skip
    model = AutoModelForSequenceClassification.from_pretrained(encoder, num_labels=outputs)
    classify = make(
        "text-classification", model=model, tokenizer=AutoTokenizer.from_pretrained(encoder)
    )
    texts = [f"{window.headline} {window.text}" for window in given]
    classify(texts[:2])
    start = time.perf_counter()
    classify(texts, truncation=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--windows", type=int, default=400)
    parser.add_argument("--encoder", type=Path, default=Path("build/encoder"))
    options = parser.parse_args()
    given = list(itertools.islice(windows(options.corpora), options.windows))
    seconds, memory = ours(given)
    rate = len(given) / seconds[-1]
    quarter = len(seconds) // 4
    first, last = seconds[quarter - 1], seconds[-1] - seconds[-1 - quarter]
    print(f"classifier, {WORKERS} workers: {rate:.1f} windows/s on {len(given)} windows")
    print(f"  the last quarter took {last / first:.2f} times as long as the first")
    print(f"  peak memory of a worker: {memory[0]:.0f} MiB at first, {max(memory):.0f} MiB at last")
    given = given[:COMPARED]
    rate = len(given) / seconds[-(-len(given) // AT_ONCE) - 1]
    others: dict[str, Callable[[], float]] = {
        f"same network in fixed batches of {BATCH}": lambda: fixed(given)
    }
    if options.encoder.is_dir():
        others["transformers pipeline, fp32"] = lambda: pipeline(given, options.encoder)
    else:
        print(f"{options.encoder}: no encoder; scripts/build_encoder.py makes one to compare with")
    for name, measure in others.items():
        other = len(given) / measure()
        print(f"{name}: {other:.1f} windows/s; the classifier is {rate / other:.1f} times as fast")


if __name__ == "__main__":
    main()
