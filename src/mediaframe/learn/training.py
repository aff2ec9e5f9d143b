"""Trains the classifier; a killed training that is run again ends with the same weights."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from mediaframe.errors import InputError
from mediaframe.learn import targets
from mediaframe.learn.divergence import divergence
from mediaframe.learn.lower import LowerLayers
from mediaframe.learn.recipe import Recipe, batches, groups
from mediaframe.score.decision import Scores, relative
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import IMPORTANCE, FramingModel, collate, loss

CHECKPOINT = "checkpoint.pt"
BEST = "best.pt"
_LOG_EVERY = 10
_TIE = 0.005
"""A later epoch is the better one unless it is worse by more: its learning rate was lower, and the
figures of some hundred windows are no more exact than this."""


class Judge(Protocol):
    """Measures the scores of the held-out windows."""

    @property
    def reference(self) -> object:
        """What they are compared with; a training against another is another training."""

    def __call__(self, scores: Scores) -> tuple[float, Mapping[str, float]]:
        """What the training stops for, the higher the better, and the figures of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is learned from, and what tells when to stop."""

    windows: Sequence[Encoded]
    targets: Mapping[str, Tensor]
    """Of `windows`, as from `learn.targets`."""
    held_out: Sequence[Encoded]
    judge: Judge
    """Of `held_out`."""
    balanced: bool = True
    """Whether rare values weigh more."""
    importance: Mapping[str, float] = field(default_factory=lambda: IMPORTANCE)
    """Weight of a variable in the loss."""
    lower: LowerLayers | None = None
    """What the frozen layers make of all windows; the markers are frozen as well then."""


def train(
    model: FramingModel, material: Material, recipe: Recipe, folder: Path, *, save_every: int = 25
) -> Iterator[dict[str, Any]]:
    """Train `model`, which has the weights kept at the end; yields what is worth logging.

    A row of a step has `epoch`, `step`, `steps` and `loss`, the mean since the row before it; the
    row of an epoch has the figures on the held-out windows and `best`.

    Args:
        folder: where checkpoints are kept and found again.
        save_every: steps between checkpoints.

    Raises:
        InputError: the checkpoint in `folder` is damaged, or of another recipe or other windows, or
            the encoder has fewer layers than are to be frozen.
    """
    run = _Run(model, material, recipe, folder)
    run.resume()
    model.train()
    while run.epoch < recipe.epochs and run.stale < recipe.patience:
        order = batches(material.windows, recipe, run.epoch)
        while run.done < len(order):
            run.step(order[run.done])
            if run.at % _LOG_EVERY == 0:
                yield run.progress()
            if run.at % save_every == 0:
                run.save()
        yield run.judge()
        run.save()
    model.load_state_dict(torch.load(folder / BEST, weights_only=True))
    model.train(mode=False)


def score(
    model: FramingModel,
    windows: Sequence[Encoded],
    *,
    batch: int = 32,
    bfloat16: bool = False,
    lower: LowerLayers | None = None,
) -> Scores:
    """The scores of windows, in batches of about one length."""
    model.train(mode=False)
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    parts: dict[str, list[Tensor]] = {name: [] for name in model.config.labels}
    for begin in range(0, len(order), batch):
        some = [windows[i] for i in order[begin : begin + batch]]
        with torch.inference_mode(), _precision(bfloat16):
            for name, values in _forward(model, some, lower).items():
                parts[name].append(values)
    back = np.argsort(order)
    return relative(
        {
            f"{name}={value}": column[back].double().numpy()
            for name, values in model.config.labels.items()
            for value, column in zip(values, torch.cat(parts[name]).T, strict=True)
        }
    )


class _Run:
    """The state of a training between two steps."""

    def __init__(
        self, model: FramingModel, material: Material, recipe: Recipe, folder: Path
    ) -> None:
        self.epoch = 0
        self.done = 0
        """Batches of this epoch that are done."""
        self.at = 0
        """Steps done since the beginning."""
        self.best = -1.0
        self.stale = 0
        """Epochs since the best one."""
        self._model = model
        self._material = material
        self._recipe = recipe
        self._folder = folder
        self._losses: list[float] = []
        self._steps = recipe.epochs * math.ceil(len(material.windows) / recipe.batch)
        if material.lower is not None:
            model.markers.requires_grad_(False)
        self._weights = targets.weights(material.targets, model.config.labels)
        if not material.balanced:
            self._weights = {name: torch.ones_like(each) for name, each in self._weights.items()}
        self._optimiser = torch.optim.AdamW(groups(model, recipe), weight_decay=0.01, fused=True)
        self._average: AveragedModel | None = None
        if recipe.averaging:
            mean = get_ema_multi_avg_fn(recipe.averaging)
            self._average = AveragedModel(model, multi_avg_fn=mean)
        self._identity = _identity(model, material, recipe)
        torch.manual_seed(recipe.seed)  # of the dropout

    def step(self, batch: Sequence[int]) -> None:
        rows = torch.tensor(batch)
        windows = [self._material.windows[i] for i in batch]
        wanted = {name: target[rows] for name, target in self._material.targets.items()}
        value = self._loss(windows, wanted)
        self._optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        for group in self._optimiser.param_groups:
            group["lr"] = group["most"] * self._rate()
        self._optimiser.step()
        if self._average is not None:
            self._average.update_parameters(self._model)
        self._losses.append(value.item())
        self.done += 1
        self.at += 1

    def progress(self) -> dict[str, Any]:
        mean = sum(self._losses) / len(self._losses)
        self._losses.clear()
        return {"epoch": self.epoch, "step": self.at, "steps": self._steps, "loss": round(mean, 4)}

    def judge(self) -> dict[str, Any]:
        """Measure the held-out windows and keep the weights unless they are clearly worse."""
        kept = self._model
        if self._average is not None:
            kept = cast(FramingModel, self._average.module)
        found = score(
            kept,
            self._material.held_out,
            bfloat16=self._recipe.bfloat16,
            lower=self._material.lower,
        )
        self._model.train()
        objective, figures = self._material.judge(found)
        values = {name: round(value, 4) for name, value in figures.items()}
        if objective > self.best - _TIE:
            _write(kept.state_dict(), self._folder / BEST)
        if objective > self.best:
            self.best, self.stale = objective, 0
        else:
            self.stale += 1
        row = {"epoch": self.epoch, "objective": round(objective, 4), "best": self.stale == 0}
        self.epoch, self.done = self.epoch + 1, 0
        return {**row, **values}

    def save(self) -> None:
        state = {
            "identity": self._identity,
            "model": self._model.state_dict(),
            "average": None if self._average is None else self._average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "losses": self._losses,
            "at": [self.epoch, self.done, self.at, self.stale],
            "best": self.best,
        }
        _write(state, self._folder / CHECKPOINT)

    def resume(self) -> None:
        path = self._folder / CHECKPOINT
        if not path.exists():
            return
        try:
            state = torch.load(path, weights_only=True)
        except Exception as error:  # a damaged file sets off errors of many kinds
            raise InputError(f"{path}: damaged; remove it to begin anew") from error
        if state["identity"] != self._identity:
            raise InputError(
                f"{path}: of another training than this; give it another folder, or remove it"
            )
        self._model.load_state_dict(state["model"])
        if self._average is not None:
            self._average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self._losses = state["losses"]
        self.epoch, self.done, self.at, self.stale = state["at"]
        self.best = state["best"]

    def _loss(self, windows: Sequence[Encoded], wanted: Mapping[str, Tensor]) -> Tensor:
        recipe, importance = self._recipe, self._material.importance
        passes = []
        for _ in range(2 if recipe.consistency else 1):
            with _precision(recipe.bfloat16):
                passes.append(_forward(self._model, windows, self._material.lower))
        each = [loss(scores, wanted, self._weights, importance) for scores in passes]
        value = torch.stack(each).mean()
        if recipe.consistency:
            apart = divergence(passes[0], passes[1], wanted, importance)
            value = value + recipe.consistency * apart
        return value

    def _rate(self) -> float:
        """Share of the largest learning rate: it rises, then falls to the last step."""
        rising = (self.at + 1) / max(1.0, self._recipe.warmup * self._steps)
        return min(1.0, rising) * (self._steps - self.at) / self._steps


def _forward(
    model: FramingModel, windows: Sequence[Encoded], lower: LowerLayers | None
) -> dict[str, Tensor]:
    with nullcontext() if lower is None else lower.recalled(model, windows):
        found: dict[str, Tensor] = model(**collate(windows, model.config.pad_id))
    return found


def _identity(model: FramingModel, material: Material, recipe: Recipe) -> str:
    """Digest of all that determines the result: a checkpoint of another one is not resumed."""
    given: list[object] = [
        asdict(recipe), material.windows, material.held_out, material.judge.reference,
    ]  # fmt: skip
    special = [material.balanced, material.importance, material.lower is not None]
    if special != [True, IMPORTANCE, False]:
        given += special
    found = sha256(repr(given).encode())
    for tensor in (*material.targets.values(), *model.state_dict().values()):
        found.update(tensor.numpy().tobytes())
    return found.hexdigest()


def _precision(bfloat16: bool) -> AbstractContextManager[None]:
    return torch.autocast("cpu", torch.bfloat16, enabled=bfloat16)


def _write(state: Mapping[str, Any], path: Path) -> None:
    """Replace the file in one step: a training killed meanwhile finds the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".new")
    torch.save(dict(state), scratch)
    scratch.replace(path)
