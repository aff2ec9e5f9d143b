"""Reports for the tests of the report."""

from pathlib import Path

import pytest

from mediaframe.report import site
from tests.report import invented


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report about invented outlets."""
    return site.write(tmp_path_factory.mktemp("site") / "report", invented.content()).parent
