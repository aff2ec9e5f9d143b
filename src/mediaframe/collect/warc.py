"""WARC files and WACZ packages of them: the pages in them, as they were captured."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mediaframe.collect.files import CAPTURES, STAGE
from mediaframe.collect.warc_reader import UNREADABLE, Message, Reader, Want
from mediaframe.types import Reject

_WACZ = ".wacz"


def messages(
    path: Path, *, max_bytes: int, want: Want = lambda *_: "", passed: Counter[str]
) -> Iterator[Message | Reject]:
    """Yield the pages of a WARC file or WACZ package in order; what cannot be read is a `Reject`.

    A page is a response record of HTTP status 200 and HTML. Not more than one page of at most
    `MOST_BYTES` and some buffers are held. Nothing of a package is unpacked to disk.

    Args:
        max_bytes: most bytes read out of the file, decompressed, before the rest is refused.
        want: the kind of reason for which a page of a URL fetched at a moment is passed over,
            empty where it is wanted.
        passed: counts the response records that are no pages or not wanted, by kind of reason.
    """
    try:
        with path.open("rb") as file:
            if path.suffix.lower() != _WACZ:
                yield from Reader(file, str(path), max_bytes, want, passed).messages()
                return
            with zipfile.ZipFile(file) as package:
                names = [info for info in package.infolist() if _is_warc(info.filename)]
                if not names:
                    yield Reject(stage=STAGE, item=str(path), reason="no WARC file in the package")
                for info in names:
                    # the name is only shown: a path in it leads nowhere
                    name = "".join(c if c.isprintable() else " " for c in info.filename)[-200:]
                    with package.open(info) as part:
                        reader = Reader(part, f"{path}!{name}", max_bytes, want, passed)
                        yield from reader.messages()
                    max_bytes -= reader.read
    except UNREADABLE as error:
        yield Reject(stage=STAGE, item=str(path), reason=f"cannot be read: {error}")


def _is_warc(name: str) -> bool:
    return name.lower().endswith(CAPTURES[:2])
