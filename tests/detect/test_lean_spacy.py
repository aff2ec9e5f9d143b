"""A process that detects does not load torch, and can load it afterwards."""

import subprocess
import sys

_CODE = """
import sys
import mediaframe.detect.mentions
assert "torch" not in sys.modules
import importlib.util
assert importlib.util.find_spec("torch") is not None
"""


def test_detection_does_not_import_torch() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", _CODE], check=True)
