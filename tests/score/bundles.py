"""A tiny classifier on a random encoder, exported as the shipped one is."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from mediaframe import codebook, config
from mediaframe.learn.export import export
from mediaframe.score import bundle
from mediaframe.score.blend import DETECTOR, LETTERS, LEXICON, NETWORK, PHRASES
from mediaframe.score.decision import labels
from mediaframe.score.model import FramingModel, start
from mediaframe.score.ngrams import Keys, Ngrams, letters, phrases
from mediaframe.types import Window
from tests.score import tiny

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
LABELS = labels(BOOK)
SOURCES = (NETWORK, PHRASES, LETTERS, LEXICON, DETECTOR)
TEXT = "قالت جمعية النخيل إن القانون الجديد يقيد عمل الجمعيات الأهلية في المدينة أمس اليوم"


def write(folder: Path, **changes: Any) -> FramingModel:
    """Write a whole bundle into `folder`; `changes` are fields of its decision."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder = tiny.encoder(folder.parent / f"{folder.name}-encoder", [TEXT])
    model, tokenizer = start(encoder, LABELS, codebook=BOOK.meta.version, max_tokens=64, seed=1)
    model.train(mode=False)
    with torch.no_grad():
        for head in model.heads.values():
            head.weight.mul_(20)  # as sure of itself as a trained one
    window = Window(id="w", headline="", text=TEXT, start=5, end=16)
    windows = model.window_encoder(tokenizer).encode([window])
    export(model, folder / bundle.NETWORK, windows)
    _ngrams(phrases(windows[0]), "frame=CIVIC_VOICE").save(folder / bundle.NGRAMS[PHRASES])
    _ngrams(letters(window), "issue=EXPRESSION_PRESS").save(folder / bundle.NGRAMS[LETTERS])
    tokenizer.save(str(folder / bundle.TOKENIZER))
    decision = {
        "weights": {name: dict.fromkeys(SOURCES, 1.0) for name in LABELS},
        "calibration": {},
        "thresholds": {},
        "confidence": 0.0,
    }
    text = json.dumps(decision | changes)
    (folder / bundle.DECISION).write_text(text, encoding="utf-8")
    size = model.encoder.get_input_embeddings().num_embeddings
    bundle.save(
        folder,
        {
            "codebook": BOOK.meta.version, "labels": LABELS, "max_tokens": 64,
            "begin_id": model.config.begin_id, "end_id": model.config.end_id,
            "markers": (size, size + 1), "lexicon": "",
        },
    )  # fmt: skip
    return model


def _ngrams(of: Keys, name: str) -> Ngrams:
    keys = np.unique(of)
    return Ngrams(
        keys=keys,
        rarity=np.ones(len(keys), dtype=np.float32),
        weights=np.ones((len(keys), 1), dtype=np.float16),
        offsets=np.zeros(1, dtype=np.float32),
        names=(name,),
    )
