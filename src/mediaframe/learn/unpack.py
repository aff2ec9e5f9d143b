"""Makes a Hugging Face encoder for Arabic news out of a packed multilingual one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from mediaframe.errors import DataError
from mediaframe.learn.packed import Packed

MASK = "<mask>"
_SPACE = "\u2581"
"""Stands for a space at the start of a piece."""
_NEVER_READ = Regex(r"[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Lengthening, vowel signs and invisible marks: news has them at random."""
_ARABIC = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u06a4\u06a8\u06af\u0660-\u0669"
"""The letters and digits of Arabic, and the five letters that it spells foreign names with."""
_WANTED = re.compile(
    rf"(?=.*[{_ARABIC}])[{_ARABIC}\W0-9_]+"  # Arabic, with numbers and punctuation
    r"|[\u0600-\u06ff]"
    r"|[a-z]{1,2}|[0-9]{1,4}"
    r"|[!-/:-@\[-`{-~]{1,3}|(?:(?=[\u00a1-\u20ff])[^\w\s]){1,2}"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that say about the same."""

    one: str
    other: str


PAIRS = (
    Pair("وزعت جمعية خيرية سلالا غذائية على الأسر الفقيرة", "منظمة أهلية تقدم معونات للمحتاجين"),
    Pair("فرقت الشرطة المتظاهرين بالغاز المسيل للدموع", "قوات الأمن تستخدم القوة ضد المحتجين"),
    Pair("ارتفع سعر الذهب في الأسواق العالمية", "أسعار المعدن الأصفر تواصل الصعود"),
    Pair("فاز المنتخب الوطني في مباراة كرة القدم", "فريق البلاد يتغلب على ضيفه بهدفين"),
    Pair("أمطار غزيرة وعواصف رعدية متوقعة غدا", "الأرصاد تحذر من حالة جوية ماطرة"),
    Pair("المحكمة تقضي بسجن ناشط حقوقي خمس سنوات", "حكم قضائي بحبس مدافع عن حقوق الإنسان"),
)
"""Written for the check; of no corpus."""


def build(packed: Packed, folder: Path) -> tuple[int, int]:
    """Write the encoder into `folder` as `BertModel` with `tokenizer.json`.

    Only the embeddings of pieces that Arabic news is written with are kept: the others are
    most of a multilingual model's weight and are never looked up.

    Returns:
        Its number of parameters, and of pieces.

    Raises:
        DataError: a tensor is missing or of another size.
    """
    keep = vocabulary(packed)
    hidden = packed.hidden
    tensors = {
        f"embeddings.{name}.weight": packed.vector(key).reshape(-1, hidden)
        for name, key in (("position_embeddings", "emb.pos"), ("token_type_embeddings", "emb.type"))
    }
    tensors["embeddings.word_embeddings.weight"] = packed.matrix("emb.word", hidden, rows=keep)
    tensors |= _norm(packed, "embeddings.LayerNorm", "emb.ln")
    for i in range(packed.layers):
        tensors |= _layer(packed, f"encoder.layer.{i}", f"l{i}")
    config = BertConfig(
        vocab_size=len(keep),
        hidden_size=hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=len(tensors["embeddings.position_embeddings.weight"]),
        type_vocab_size=len(tensors["embeddings.token_type_embeddings.weight"]),
        layer_norm_eps=packed.epsilon,
        pad_token_id=keep.index(packed.padding),
    )
    model = BertModel(config, add_pooling_layer=False)
    try:
        model.load_state_dict({name: torch.from_numpy(value) for name, value in tensors.items()})
    except RuntimeError as error:
        raise DataError(f"{packed.path}: its tensors do not fit: {error}") from error
    model.save_pretrained(folder)
    _tokenizer(packed, keep).save_pretrained(folder)
    return model.num_parameters(), len(keep)


def vocabulary(packed: Packed) -> list[int]:
    """Ids of the pieces to keep: special ones, Arabic, short Latin, numbers and punctuation.

    A piece that the tokenizer's normaliser changes can never be found and is left out.

    Raises:
        DataError: there is no mask token.
    """
    if MASK not in packed.pieces:
        raise DataError(f"{packed.path}: has no piece {MASK}")
    special = {packed.begin, packed.end, packed.padding, packed.unknown, packed.pieces.index(MASK)}
    normaliser = _normaliser()

    def wanted(piece: str) -> bool:
        body = piece.removeprefix(_SPACE)
        if not body:
            return piece == _SPACE
        return bool(_WANTED.fullmatch(body)) and normaliser.normalize_str(body) == body

    return [i for i, piece in enumerate(packed.pieces) if i in special or wanted(piece)]


def check(folder: Path) -> tuple[float, float]:
    """Mean cosine of related and of unrelated sentences (`PAIRS`) by the encoder in `folder`.

    Raises:
        DataError: a sentence is nearer to another one than to the one that says the same.
    """
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    model = BertModel.from_pretrained(folder, add_pooling_layer=False)  # in evaluation mode
    one = _vectors(model, tokenizer, [pair.one for pair in PAIRS])
    other = _vectors(model, tokenizer, [pair.other for pair in PAIRS])
    cosines = one @ other.T
    related = cosines.diagonal()
    unrelated = cosines[~np.eye(len(PAIRS), dtype=bool)].reshape(len(PAIRS), -1)
    for pair, own, best in zip(PAIRS, related, unrelated.max(axis=1), strict=True):
        if own <= best:
            raise DataError(
                f"{folder}: the encoder is damaged: {pair.one!r} is nearer to an unrelated "
                f"sentence ({best:.3f}) than to {pair.other!r} ({own:.3f})"
            )
    return float(related.mean()), float(unrelated.mean())


def _vectors(
    model: BertModel, tokenizer: PreTrainedTokenizerFast, sentences: Sequence[str]
) -> np.ndarray:
    batch = tokenizer(list(sentences), return_tensors="pt", padding=True)
    mask = batch["attention_mask"]
    with torch.inference_mode():
        states = model(input_ids=batch["input_ids"], attention_mask=mask).last_hidden_state
    means = (states * mask.unsqueeze(-1)).sum(1)
    return torch.nn.functional.normalize(means, dim=-1).numpy()


def _normaliser() -> normalizers.Sequence:
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(_NEVER_READ, ""),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Lowercase(),
        ]
    )


def _tokenizer(packed: Packed, keep: Sequence[int]) -> PreTrainedTokenizerFast:
    begin, end, padding, unknown = (
        packed.pieces[i] for i in (packed.begin, packed.end, packed.padding, packed.unknown)
    )
    pieces = [(packed.pieces[i], float(packed.scores[i])) for i in keep]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=keep.index(packed.unknown)))
    tokenizer.normalizer = _normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} $B {end}",
        special_tokens=[(begin, keep.index(packed.begin)), (end, keep.index(packed.end))],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=begin, cls_token=begin, eos_token=end, sep_token=end,
        pad_token=padding, unk_token=unknown, mask_token=MASK,
    )  # fmt: skip


def _layer(packed: Packed, ours: str, theirs: str) -> dict[str, np.ndarray]:
    hidden, inner = packed.hidden, packed.inner
    tensors = {}
    for name, key, width in (
        ("attention.self.query", "q", hidden),
        ("attention.self.key", "k", hidden),
        ("attention.self.value", "v", hidden),
        ("attention.output.dense", "ao", hidden),
        ("intermediate.dense", "fi", hidden),
        ("output.dense", "fo", inner),
    ):
        tensors[f"{ours}.{name}.weight"] = packed.matrix(f"{theirs}.{key}.w", width)
        tensors[f"{ours}.{name}.bias"] = packed.vector(f"{theirs}.{key}.b")
    tensors |= _norm(packed, f"{ours}.attention.output.LayerNorm", f"{theirs}.aln")
    return tensors | _norm(packed, f"{ours}.output.LayerNorm", f"{theirs}.oln")


def _norm(packed: Packed, ours: str, theirs: str) -> dict[str, np.ndarray]:
    return {
        f"{ours}.weight": packed.vector(f"{theirs}.w"),
        f"{ours}.bias": packed.vector(f"{theirs}.b"),
    }
