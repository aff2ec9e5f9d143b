"""The errors that mediaframe raises; every message names the file, key or item it is about."""


class MediaframeError(Exception):
    """Base of all errors that a user can act on."""


class DataError(MediaframeError):
    """A data file of the project or workspace (codebook, lexicon, registry) is invalid."""


class InputError(MediaframeError):
    """An input file or option of the user cannot be used at all."""


class StoreError(MediaframeError):
    """The database is missing, of another version, or damaged."""


class WorkspaceError(MediaframeError):
    """A folder is not a mediaframe workspace, or its settings are invalid."""
