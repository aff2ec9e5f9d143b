"""mediaframe: measures the media image of civil society in Arabic news."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediaframe.workspace import Workspace
    from mediaframe.workspace import open_workspace as open  # noqa: A004

__all__ = ["Workspace", "open"]


def __getattr__(name: str) -> object:
    # Imported on first use: the command line and the workers need not load the whole of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mediaframe import workspace

    return workspace.Workspace if name == "Workspace" else workspace.open_workspace
