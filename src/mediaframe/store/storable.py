"""Makes text of unknown origin storable."""


def storable(text: str) -> str:
    """`text` with what no database stores replaced: NUL characters and lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
