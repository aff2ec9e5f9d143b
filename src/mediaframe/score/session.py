"""Runs an exported network with ONNX Runtime."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from mediaframe.errors import DataError
from mediaframe.score.encoding import Encoded

INPUTS = ("input_ids", "attention_mask", "target_mask")
"""Names of the inputs of the graph, all (windows, tokens)."""
OUTPUT = "scores"
"""Name of its output, (windows, values)."""
_SLOWER = ["SkipLayerNormFusion"]
"""Its one operator takes four times as long as the two that it replaces."""
_REMEMBERED = 50_000
"""Windows whose scores are kept; wire copies and repeated boxes come within days of each other."""

Row = npt.NDArray[np.float32]


class Session:
    """A network in this process.

    Args:
        path: ONNX file.
        threads: cores that it may use.

    Raises:
        DataError: the file is no network that ONNX Runtime can run.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._network = onnxruntime.InferenceSession(
                str(path),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_SLOWER,
            )
        except Exception as error:  # its own classes share no base
            raise DataError(f"{path}: ONNX Runtime cannot load it: {error}") from error
        self._known: OrderedDict[bytes, Row] = OrderedDict()

    def scores(self, windows: Sequence[Encoded]) -> npt.NDArray[np.float64]:
        """Scores (windows, values); a window whose tokens were scored before is looked up.

        The network reads one window at a time. Its activations are quantised by their largest
        value, so that together with others a window would be scored a little otherwise, and a
        run that was stopped would end with other results. Nor does a batch pay on a processor: one
        window fills a core, without any filling.
        """
        return np.asarray([self._score(window) for window in windows], dtype=np.float64)

    def _score(self, window: Encoded) -> Row:
        key = _key(window)
        row = self._known.pop(key, None)
        if row is None:
            row = self._run(window)
        self._known[key] = row
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return row

    def _run(self, window: Encoded) -> Row:
        ids = np.asarray([window.ids], dtype=np.int64)
        target = np.zeros_like(ids)
        target[0, window.start : window.end] = 1
        given = dict(zip(INPUTS, (ids, np.ones_like(ids), target), strict=True))
        found: Row = self._network.run([OUTPUT], given)[0][0]
        return found


def _key(window: Encoded) -> bytes:
    numbers = np.asarray([window.start, window.end, *window.ids], dtype=np.int32)
    return blake2b(numbers.tobytes(), digest_size=16).digest()
