"""Packs of what trends are counted from, which any change of that deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_EVENTS = ("INSERT", "UPDATE", "DELETE")
_TABLES = ("analysed", "mentions", "readings", "story_members")
# New articles and new texts are in no pack: they are there before an analysis is done with them.
_PACKED = ("id", "outlet_id", "genre", "date")

# A writer shares the lock until its transaction ends; who packs must have it alone. Deleting comes
# after it: as each statement sees what is committed by then, it sees a pack made meanwhile.
_FUNCTION = """
CREATE OR REPLACE FUNCTION delete_packs() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared('packs'::regclass::oid::bigint);
    DELETE FROM packs;
    RETURN NULL;
END $$"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "packs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_packs_run_id"),
        sa.PrimaryKeyConstraint("run_id", "kind", "part", name="pk_packs"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in _TABLES:
            _postgres(f"packs_{table}", f"{' OR '.join(_EVENTS)} OR TRUNCATE ON {table}")
        _postgres("packs_articles_delete", "DELETE OR TRUNCATE ON articles")
        _postgres("packs_articles_update", "UPDATE ON articles", f"ROW WHEN ({_changed()})")
    else:
        for table in _TABLES:
            for event in _EVENTS:
                _sqlite(f"packs_{table}_{event.lower()}", f"{event} ON {table}")
        _sqlite("packs_articles_delete", "DELETE ON articles")
        _sqlite("packs_articles_update", f"UPDATE ON articles WHEN {_changed()}")


def _changed() -> str:
    differs = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in _PACKED)


def _postgres(name: str, when: str, each: str = "STATEMENT") -> None:
    op.execute(
        f"CREATE TRIGGER {name} AFTER {when} FOR EACH {each} EXECUTE FUNCTION delete_packs()"
    )


def _sqlite(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} AFTER {when} BEGIN DELETE FROM packs; END")
