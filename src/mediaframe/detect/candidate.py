"""A possible mention, before overlaps are settled; offsets into the folded text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a rule or a registry name found at `start:end`."""

    start: int
    end: int
    actor_type: str
    rule: str
    """Id of the pattern; `name` for the registry."""
    in_scope: bool = True
    actor_id: str | None = None
    head: str = ""
    """Folded organisation noun that the mention begins with, without article; empty for people."""
    is_body: bool = False
    """Whether it names an organisation, or several, which a later bare noun may refer to."""

    @property
    def is_name(self) -> bool:
        """Whether the registry lists it."""
        return self.rule == "name"
