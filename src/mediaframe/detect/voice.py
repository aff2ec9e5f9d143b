"""Decides whose words characterise a mention, by additive weights over cues of speech.

The cues follow the codebook's `voice.algorithm` (see `voice_cues`): who governs the clause,
quotations, source adjuncts; beside them stand the words around the target. Each cue speaks for or
against each voice; the voice with the largest sum is taken. The weights are learned by
`learn.voice_fit` and lie in a data file, one cue a line, so that a decision can be traced.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mediaframe import datafile
from mediaframe.arabic import sentences
from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import stem
from mediaframe.detect import voice_cues
from mediaframe.detect.speech import Sentence, Speech
from mediaframe.errors import DataError

WORDS_FILE = "voice.yaml"
WEIGHTS_FILE = "voice-weights.jsonl"
OUTLET = "OUTLET"
_NEAR = 4
"""Words either side of the target whose stems are cues of their own."""
_WIDE = 300
"""Characters either side of the target among which they are sought."""
_MOST = 600
"""Cues that one sentence gives; only a text without full stops has more."""


class _WordsFile(BaseModel):
    model_config = ConfigDict(frozen=True)

    classes: dict[str, tuple[str, ...]]


class _Header(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    voices: tuple[str, ...]
    bias: tuple[float, ...]


class Voices:
    """Weights of the cues for each voice."""

    def __init__(
        self,
        voices: Sequence[str],
        bias: Sequence[float],
        weights: Mapping[str, Sequence[float]],
    ) -> None:
        self._voices = tuple(voices)
        self._bias = tuple(bias)
        self._weights = weights

    def decide(self, cues: Iterable[str]) -> str:
        """The voice that the cues speak for."""
        sums = list(self._bias)
        for cue in cues:
            weights = self._weights.get(cue)
            if weights is not None:
                for i, weight in enumerate(weights):
                    sums[i] += weight
        return self._voices[max(range(len(sums)), key=sums.__getitem__)]


class Reader:
    """Finds the cues of mentions in one text; reads each sentence once."""

    def __init__(
        self, attribution: Speech, text: str, spans: Sequence[tuple[int, int]], headline: str
    ) -> None:
        """
        Args:
            text: folded text; spans: its sentences.
            headline: folded headline, empty where `text` is the headline itself.
        """
        self._speech = attribution
        self._text = text
        self._spans = list(spans)
        self._read: dict[int, Sentence] = {}
        self._around: dict[int, list[str]] = {}
        self._headline = attribution.sentence(headline, 0, len(headline)) if headline else None
        self._headline_stems = dict.fromkeys(stem(word) for word in WORD.findall(headline))

    def cues(self, start: int, end: int, *, actor_type: str) -> list[str]:
        """Cues of the mention at `start:end` of the text, each once."""
        at = sentences.covering(self._spans, start)
        window = [i for i in (at - 1, at, at + 1) if 0 <= i < len(self._spans)]
        found = voice_cues.cues(
            start,
            end,
            own=self._sentence(at),
            before=self._sentence(at - 1) if at else None,
            after=self._sentence(at + 1) if at + 1 < len(self._spans) else None,
            headline=self._headline,
            actor_type=actor_type,
        )
        begin, stop = self._spans[at]
        left = WORD.findall(self._text, max(begin, start - _WIDE), start)[-_NEAR:]
        right = WORD.findall(self._text, end, min(max(stop, end), end + _WIDE))[:_NEAR]
        found += [f"p:{stem(word)}" for word in left]
        found += [f"n:{stem(word)}" for word in right]
        for i in window:
            found += self._sentence_cues(i)
        found += [f"h:{key}" for key in self._headline_stems]
        return list(dict.fromkeys(found))

    def _sentence(self, index: int) -> Sentence:
        if index not in self._read:
            self._read[index] = self._speech.sentence(self._text, *self._spans[index])
        return self._read[index]

    def _sentence_cues(self, index: int) -> list[str]:
        """The words and the acts of saying of one sentence, the same for all its mentions."""
        if index not in self._around:
            words = WORD.findall(self._text, *self._spans[index])
            found = dict.fromkeys(f"w:{stem(word)}" for word in words)
            for act in self._sentence(index).acts:
                found[f"vs:{act.lemma}"] = found[f"vk:{act.kind}:{act.speaker or '?'}"] = None
            self._around[index] = list(found)[:_MOST]
        return self._around[index]


def load_speech(folder: Path) -> Speech:
    """The words of speech in `folder`; a word listed twice belongs to the first class.

    Raises:
        DataError: the file is missing or wrong; names file and key.
    """
    words: dict[str, str] = {}
    for name, listed in datafile.load(folder / WORDS_FILE, _WordsFile).classes.items():
        for word in listed:
            words.setdefault(fold(word), name)
    return Speech(words)


def load_weights(path: Path) -> Voices:
    """The weights file at `path`: a header object, then `[cue, [weight per voice]]` a line.

    Raises:
        DataError: it is missing or a line is wrong; names file and line.
    """
    weights: dict[str, list[float]] = {}
    number = 1
    try:
        first, *rest = path.read_text(encoding="utf-8").splitlines() or [""]
        header = _Header.model_validate_json(first)
        for line in rest:
            number += 1
            cue, row = json.loads(line)
            if len(row) != len(header.voices):
                raise ValueError(f"{cue}: {len(row)} weights for {len(header.voices)} voices")
            weights[str(cue)] = [float(weight) for weight in row]
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValidationError as error:
        raise DataError(f"{path}:{number}: {error.errors()[0]['msg']}") from error
    except (ValueError, TypeError) as error:
        raise DataError(f"{path}:{number}: {error}") from error
    return Voices(header.voices, header.bias, weights)
