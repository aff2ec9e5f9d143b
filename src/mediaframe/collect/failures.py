"""Says in words why a download failed, and whether it may succeed another time."""

from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from mediaframe.collect.download import AddressRefusedError, RefusedError

EXPECTED: tuple[type[Exception], ...] = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    OSError,
    ValueError,
)
"""What a download raises."""
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "no answer in time"),
    (CannotResolveHostError, "host not found"),
    (DownloadConnectionRefusedError, "connection refused"),
    (ResponseDataLossError, "answer ends early"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A download that failed."""

    reason: str
    final: bool
    """Whether it would fail again."""


def explain(error: Exception) -> Failure:
    """The failure that an error of `EXPECTED` means."""
    if isinstance(error, RefusedError):
        return Failure(error.reason, error.final)
    if isinstance(error, AddressRefusedError):
        return Failure(error.reason, True)
    if isinstance(error, DownloadCancelledError):
        return Failure("too large: over the bytes allowed", True)
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return Failure(words, False)
    text = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    if isinstance(error, (UnsupportedURLSchemeError, ValueError)):
        return Failure(f"not a URL that can be requested: {text}", True)
    return Failure(f"connection broken: {text}", False)
