"""Makes PNG files of SVG files, in a process of its own so that drawing need not wait for it.

`python -m mediaframe.report.rasterise` reads paths of SVG files from standard input, a line each,
and writes a PNG of the same name beside each.
"""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from mediaframe.report import drawing


class Rasteriser:
    """The process, for use in a `with` statement, at the end of which all files are there."""

    def __enter__(self) -> "Rasteriser":
        command = [sys.executable, "-m", "mediaframe.report.rasterise"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def add(self, path: Path) -> None:
        """Have a PNG made of the SVG file `path`."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A broken pipe tells less than what the process said before it ended.
        if kind is not None and not issubclass(kind, BrokenPipeError):
            self._process.kill()
        with suppress(BrokenPipeError):
            _, said = self._process.communicate()
            if self._process.returncode > 0:
                raise RuntimeError(f"making PNG files failed: {said.strip()[-500:]}")


def main() -> None:
    """Make a PNG of each SVG file named on standard input."""
    drawing.register_fonts()
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        path.with_suffix(".png").write_bytes(drawing.png(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
