"""The version that the program asks for is that of its newest migration."""

from pathlib import Path

from alembic.script import ScriptDirectory

from mediaframe.store import database, migrations


def test_the_head_is_the_newest_migration() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_current_head() == database.head_version()
