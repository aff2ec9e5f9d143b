"""Alembic's entry: migrates over the connection that the store hands in."""

from alembic import context

from mediaframe.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
