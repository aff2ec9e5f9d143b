"""Makes a trained model into the folder that the classifier is loaded from, and measures it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from mediaframe.detect import actors
from mediaframe.detect.mentions import Detector
from mediaframe.detect.voice import OUTLET, Voices
from mediaframe.learn import crossfit, deciding
from mediaframe.learn.comparison import Reference
from mediaframe.learn.crossfit import Study
from mediaframe.learn.export import export
from mediaframe.pipeline import voicing
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.score import blend, bundle, classifier
from mediaframe.score.blend import DETECTOR, LEXICON, NETWORK
from mediaframe.score.decision import Scores
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.score.model import FramingModel
from mediaframe.score.ngrams import Ngrams
from mediaframe.score.session import Session
from mediaframe.types import Judged, Reading, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What lexicon and detector say of the development windows, learned from the other stories."""

    lexical: Sequence[Reading]
    judged: Sequence[Judged]

    def scores(self, names: Sequence[str]) -> dict[str, Scores]:
        """Both as sources of scores, with these columns."""
        return {
            LEXICON: blend.of_lexicon(self.lexical, names),
            DETECTOR: blend.of_detector(self.judged, names),
        }


def beside(study: Study, paths: ToolPaths, *, held: int) -> Beside:
    """Lexicon and voices are learned anew without the fold `held`, and say what they find in it.

    Raises:
        DataError: a data file of the project is missing or invalid.
    """
    detector = Detector(actors.load(paths.actors), voices=Voices((OUTLET,), (0.0,), {}))
    said = voicing.held_out(study, detector, parts=[held])
    study = replace(study, said=said)
    fitter, fold = study.fitter()
    readings = crossfit.of_fold(study, fitter, fold, held)
    return Beside(lexical=list(readings.values()), judged=[said[i] for i in readings])


def write(
    folder: Path,
    model: FramingModel,
    tokenizer: Tokenizer,
    ngrams: Mapping[str, Ngrams],
    windows: Sequence[Window],
    others: Beside,
    reference: Reference,
    lexicon: LexiconScorer,
) -> dict[str, Scores]:
    """Write the bundle of a trained model.

    Args:
        ngrams: those of `learn.ngram_fit`, learned from the same windows as the model or more.
        windows: the development windows, by which weights, calibration and thresholds are chosen.
        others: what lexicon and detector say of them.
        reference: their codes.
        lexicon: the one that the classifier will be used with.

    Returns:
        The sources of scores of the development windows; the network's are those of eight bits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = model.config
    encoded = model.window_encoder(tokenizer).encode(windows)
    export(model, folder / bundle.NETWORK, encoded)
    for source, name in bundle.NGRAMS.items():
        ngrams[source].save(folder / name)
    tokenizer.save(str(folder / bundle.TOKENIZER))
    session = Session(folder / bundle.NETWORK)
    found = classifier.columns(session.scores(encoded), config.labels)
    sources = {
        NETWORK: found,
        **blend.of_ngrams(ngrams, windows, encoded, found.names),
        **others.scores(found.names),
    }
    decision = deciding.fit(sources, reference.codes)
    text = decision.model_dump_json(indent=1)
    (folder / bundle.DECISION).write_text(text + "\n", encoding="utf-8")
    size = model.encoder.get_input_embeddings().num_embeddings
    bundle.save(
        folder,
        {
            "codebook": config.codebook,
            "labels": config.labels,
            "max_tokens": config.max_tokens,
            "begin_id": config.begin_id,
            "end_id": config.end_id,
            "markers": (size, size + 1),
            "lexicon": lexicon.digest,
        },
    )
    return sources
