"""Alembic's entry: migrates over the connection that the store hands in."""

from alembic import context

from mediaframe.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
