"""The migrations of the tables, run by `Store.create`."""
