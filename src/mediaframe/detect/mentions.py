"""Finds the mentions of actors in an article and judges marked spans."""

from hashlib import blake2b
from pathlib import Path

from mediaframe.arabic import sentences
from mediaframe.arabic.normalise import Normalised
from mediaframe.detect import grammar, voice
from mediaframe.detect.actors import EXCLUDED, ActorRegistry
from mediaframe.detect.candidate import Candidate
from mediaframe.detect.scan import Scan, Scanner
from mediaframe.detect.voice import OUTLET, Reader, Voices
from mediaframe.errors import DataError
from mediaframe.types import Judged, Mention, Window

VERSION = 2
"""Raised whenever the code finds other mentions in the same text."""


class Detector:
    """Finds mentions; built once, used for many articles."""

    digest: str
    """Names the version of code and data: the same digest finds the same mentions."""

    def __init__(self, registry: ActorRegistry, *, voices: Voices | None = None) -> None:
        """
        Args:
            voices: weights of the voice cues, by default those beside the grammar.

        Raises:
            DataError: no registry file names a grammar, or the grammar is wrong.
        """
        if registry.grammar is None:
            raise DataError("no actor registry names a `grammar` folder for the detector")
        self._scanner = Scanner(registry, grammar.load(registry.grammar))
        self._speech = voice.load_speech(registry.grammar)
        self._voices = voices or voice.load_weights(registry.grammar / voice.WEIGHTS_FILE)
        self.digest = _digest(registry, registry.grammar)

    def detect(self, title: str, text: str) -> list[Mention]:
        """Mentions of `title` and then of `text`, by offset; they do not overlap."""
        heading, body = self._scan(title, text)
        return [
            *self._mentions(heading, headline="", in_headline=True),
            *self._mentions(body, headline=heading.text.text, in_headline=False),
        ]

    def judge(self, window: Window) -> Judged:
        """The decision on the span that `window` marks."""
        heading, body = self._scan("" if window.in_headline else window.headline, window.text)
        best: Candidate | None = None
        for candidate in body.candidates:
            start, end = body.text.to_original(candidate.start, candidate.end)
            if start >= window.end or end <= window.start:
                continue
            if best is None or (candidate.in_scope and not best.in_scope):
                best = candidate
        if best is None:
            spoken = self._voices.decide(self.voice_cues(window, actor_type=EXCLUDED))
            return Judged(in_scope=False, actor_type=EXCLUDED, voice=spoken)
        reader = Reader(self._speech, body.text.text, body.spans, heading.text.text)
        spoken = self._voice(reader, best)
        return Judged(in_scope=best.in_scope, actor_type=best.actor_type, voice=spoken)

    def voice_cues(self, window: Window, *, actor_type: str) -> list[str]:
        """The cues by which the voice of the span that `window` marks is decided."""
        body = Normalised(window.text)
        headline = "" if window.in_headline else Normalised(window.headline).text
        reader = Reader(self._speech, body.text, sentences.sentences(body.text), headline)
        return reader.cues(*body.to_folded(window.start, window.end), actor_type=actor_type)

    def _scan(self, title: str, text: str) -> tuple[Scan, Scan]:
        headline, body = Normalised(title), Normalised(text)
        heading = self._scanner.scan(headline, other=body.text)
        return heading, self._scanner.scan(body, other=headline.text, before=heading.candidates)

    def _mentions(self, scan: Scan, *, headline: str, in_headline: bool) -> list[Mention]:
        if not scan.candidates:
            return []
        text = scan.text
        reader = Reader(self._speech, text.text, scan.spans, headline)
        found = []
        for candidate in scan.candidates:
            start, end = text.to_original(candidate.start, candidate.end)
            found.append(
                Mention(
                    start=start,
                    end=end,
                    surface=text.original[start:end],
                    actor_type=candidate.actor_type,
                    in_scope=candidate.in_scope,
                    actor_id=candidate.actor_id,
                    in_headline=in_headline,
                    voice=self._voice(reader, candidate),
                )
            )
        return found

    def _voice(self, reader: Reader, candidate: Candidate) -> str:
        if not candidate.in_scope:
            return OUTLET
        at = candidate.start, candidate.end
        return self._voices.decide(reader.cues(*at, actor_type=candidate.actor_type))


def _digest(registry: ActorRegistry, folder: Path) -> str:
    digest = blake2b(f"detector {VERSION}".encode(), digest_size=16)
    digest.update(repr(registry.names).encode())
    digest.update(repr([(d.pattern.pattern, d.action) for d in registry.disambiguation]).encode())
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.jsonl"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
