"""The transformer classifier: an encoder with one head per variable of the codebook.

The input is the headline and the window of a mention, never the outlet or its country; the target
stands between two learned markers. The heads read the mean over the target with its markers beside
the mean over all tokens.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel, AutoTokenizer, PreTrainedConfig, PreTrainedModel

from mediaframe.errors import DataError
from mediaframe.score.encoding import Encoded, WindowEncoder

IGNORED = -100
"""Target of a code that is missing or means nothing for the window: nothing is learned from it."""
IMPORTANCE = {"frame": 3.0, "issue": 2.0, "actor_type": 0.5}
"""Weight of a variable of the codebook in the loss, 1 where not listed."""


class FramingConfig(PreTrainedConfig):
    """Configuration of `FramingModel`.

    Args:
        encoder: configuration of the encoder, with its `model_type`.
        labels: variable -> its values, as in `score.decision.labels`.
        codebook: version of the codebook that they are of.
        max_tokens: length of the windows that it was trained on.
        begin_id: token that starts a text.
        end_id: token that ends a part of it.
        pad_id: token that fills up a batch.
        dropout: of the pooled vectors.
    """

    model_type = "mediaframe-framing"

    def __init__(
        self,
        *,
        encoder: Mapping[str, Any] | None = None,
        labels: Mapping[str, Sequence[str]] | None = None,
        codebook: str = "",
        max_tokens: int = 128,
        begin_id: int = 0,
        end_id: int = 2,
        pad_id: int = 1,
        dropout: float = 0.1,
        **rest: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**rest)
        self.encoder = dict(encoder or {})
        self.labels = {name: list(values) for name, values in (labels or {}).items()}
        self.codebook = codebook
        self.max_tokens = max_tokens
        self.begin_id = begin_id
        self.end_id = end_id
        self.pad_id = pad_id
        self.dropout = dropout
        self.initializer_range = 0.02


class FramingModel(PreTrainedModel):
    """Codes windows; make one with `start` or load a trained one with `from_pretrained`."""

    config_class = FramingConfig
    base_model_prefix = "framing"

    def __init__(self, config: FramingConfig) -> None:
        super().__init__(config)
        settings = dict(config.encoder)
        encoder = AutoConfig.for_model(settings.pop("model_type"), **settings)
        self.encoder = AutoModel.from_config(encoder)
        self.encoder.pooler = None  # the heads have their own pooling
        self.markers = nn.Embedding(2, encoder.hidden_size)
        self.dropout = nn.Dropout(config.dropout)
        self.heads = nn.ModuleDict(
            {
                name: nn.Linear(2 * encoder.hidden_size, len(values))
                for name, values in config.labels.items()
            }
        )
        self.post_init()  # type: ignore[no-untyped-call]

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, target_mask: Tensor
    ) -> dict[str, Tensor]:
        """Scores (windows, values) of each variable, as float32.

        Args:
            input_ids: (windows, tokens); the ids after the encoder's last are the markers.
            attention_mask: (windows, tokens), 1 for a token and 0 for filling.
            target_mask: (windows, tokens), 1 for the target and its markers.
        """
        words = self.encoder.get_input_embeddings()
        marker = input_ids - words.num_embeddings
        is_marker = (marker >= 0).unsqueeze(-1)
        embedded = torch.where(
            is_marker,
            self.markers(marker.clamp(min=0)),
            words(input_ids.clamp(max=words.num_embeddings - 1)),
        )
        states = self.encoder(inputs_embeds=embedded, attention_mask=attention_mask)
        both = pooled(states.last_hidden_state.float(), attention_mask, target_mask)
        both = self.dropout(both)
        return {name: head(both).float() for name, head in self.heads.items()}

    def window_encoder(self, tokenizer: Tokenizer) -> WindowEncoder:
        """What makes this model's input of windows, with the tokenizer saved beside it."""
        size = self.encoder.get_input_embeddings().num_embeddings
        return WindowEncoder(
            tokenizer,
            begin=self.config.begin_id,
            end=self.config.end_id,
            markers=(size, size + 1),
            max_tokens=self.config.max_tokens,
        )


def start(
    encoder: str | Path,
    labels: Mapping[str, Sequence[str]],
    *,
    codebook: str,
    max_tokens: int = 128,
    seed: int,
) -> tuple[FramingModel, Tokenizer]:
    """A model to train, and its tokenizer: new on a pretrained encoder, or one trained before.

    Args:
        encoder: a folder or a name on the model hub; may be the folder of a trained model.
        seed: of the weights of heads and markers; torch's own generator is left with it.

    Raises:
        DataError: the encoder cannot be loaded or reads fewer tokens, or has no tokenizer that can
            be saved as one file, or the model was trained for other values.
    """
    if is_trained(encoder):
        return _trained(Path(encoder), labels, codebook, max_tokens, seed)
    try:
        pretrained = AutoModel.from_pretrained(encoder, dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(encoder)
    except (OSError, ValueError) as error:
        raise DataError(f"{encoder}: no encoder can be loaded from it: {error}") from error
    if not tokenizer.is_fast:
        raise DataError(f"{encoder}: its tokenizer has no `tokenizer.json`")
    if None in (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id):
        raise DataError(f"{encoder}: its tokenizer has no tokens that begin, end and fill a text")
    most = getattr(pretrained.config, "max_position_embeddings", max_tokens)
    if max_tokens > most:
        raise DataError(f"{encoder}: reads at most {most} tokens, not {max_tokens}")
    config = FramingConfig(
        encoder=pretrained.config.to_dict(),
        labels=labels,
        codebook=codebook,
        max_tokens=max_tokens,
        begin_id=tokenizer.cls_token_id,
        end_id=tokenizer.sep_token_id,
        pad_id=tokenizer.pad_token_id,
    )
    torch.manual_seed(seed)
    model = FramingModel(config)
    pretrained.pooler = None
    model.encoder = pretrained
    with torch.no_grad():
        # as long as words: the first layers were never shown others
        table = pretrained.get_input_embeddings().weight
        model.markers.weight.normal_().mul_(table.std()).add_(table.mean(dim=0))
    return model, tokenizer.backend_tokenizer


def is_trained(encoder: str | Path) -> bool:
    """Whether it is the folder of a trained model, not an encoder alone."""
    config = Path(encoder, "config.json")
    return config.is_file() and f'"{FramingConfig.model_type}"' in config.read_text("utf-8")


def _trained(
    folder: Path, labels: Mapping[str, Sequence[str]], codebook: str, max_tokens: int, seed: int
) -> tuple[FramingModel, Tokenizer]:
    try:
        model = FramingModel.from_pretrained(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # the tokenizer raises nothing narrower
        raise DataError(f"{folder}: no trained model can be loaded from it: {error}") from error
    known = {name: list(values) for name, values in labels.items()}
    if (model.config.labels, model.config.codebook) != (known, codebook):
        raise DataError(f"{folder}: trained for the values of codebook {model.config.codebook}")
    model.config.max_tokens = max_tokens
    torch.manual_seed(seed)
    return model, tokenizer


def collate(windows: Sequence[Encoded], pad: int) -> dict[str, Tensor]:
    """The arguments of `FramingModel.forward` for some windows, filled up to the longest."""
    shape = (len(windows), max(len(window.ids) for window in windows))
    ids = torch.full(shape, pad)
    attention = torch.zeros(shape, dtype=torch.long)
    target = torch.zeros(shape, dtype=torch.long)
    for i, window in enumerate(windows):
        ids[i, : len(window.ids)] = torch.tensor(window.ids)
        attention[i, : len(window.ids)] = 1
        target[i, window.start : window.end] = 1
    return {"input_ids": ids, "attention_mask": attention, "target_mask": target}


def loss(
    scores: Mapping[str, Tensor],
    targets: Mapping[str, Tensor],
    weights: Mapping[str, Tensor],
    importance: Mapping[str, float] = IMPORTANCE,
) -> Tensor:
    """Sum over the variables of the mean cross-entropy of the codes that are there.

    Args:
        scores: what `FramingModel` returned.
        targets: variable -> index of its value (windows) where exactly one holds, else 0 or 1
            (windows, values); `IGNORED` where there is none.
        weights: variable -> weight of each value, of its positive cases where several may hold.
        importance: variable -> its weight in the sum, 1 where not listed.
    """
    found = {}
    for variable, score in scores.items():
        target, weight = targets[variable], weights[variable]
        if target.dim() == 1:
            found[variable] = functional.cross_entropy(
                score, target, weight, reduction="none", ignore_index=IGNORED
            )
        else:
            found[variable] = functional.binary_cross_entropy_with_logits(
                score, target.clamp(min=0).float(), pos_weight=weight, reduction="none"
            )
    return summed(found, targets, importance)


def summed(
    each: Mapping[str, Tensor], targets: Mapping[str, Tensor], importance: Mapping[str, float]
) -> Tensor:
    """The weighted sum over the variables of the mean over the codes that are there.

    Args:
        each: variable -> what is averaged, in the shape of its target.
        targets: as of `loss`.
        importance: as of `loss`.
    """
    total = torch.zeros(())
    for variable, values in each.items():
        known = targets[variable] != IGNORED
        mean = (values * known).sum() / known.sum().clamp(min=1)
        total = total + importance.get(variable, 1.0) * mean
    return total


def pooled(hidden: Tensor, attention_mask: Tensor, target_mask: Tensor) -> Tensor:
    """The mean over the target beside the mean over the window: (windows, 2 x width)."""
    return torch.cat([_mean(hidden, target_mask), _mean(hidden, attention_mask)], dim=-1)


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weight).sum(dim=1) / weight.sum(dim=1)
