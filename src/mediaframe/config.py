"""Settings of a workspace: `mediaframe.toml`, overridden by MEDIAFRAME_* environment variables."""

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from mediaframe.errors import WorkspaceError

if TYPE_CHECKING:
    from mediaframe.pipeline.tools import ToolPaths

FILE_NAME = "mediaframe.toml"


def data_root() -> Path:
    """Folder of the project's own data: annotations/, corpora/ and models/."""
    packaged = Path(str(files("mediaframe"))) / "data"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Every setting, with its default; relative paths are relative to the workspace."""

    model_config = SettingsConfigDict(env_prefix="MEDIAFRAME_", extra="forbid")

    database: str = Field(default="sqlite:///mediaframe.db", description="SQLAlchemy database URL")
    codebook: Path = Field(
        default=data_root() / "annotations/codebook.yaml", description="codebook file"
    )
    lexicon: Path = Field(
        default=data_root() / "models/lexicon-ar", description="folder of the lexicon scorer"
    )
    classifier: Path = Field(
        default=data_root() / "models/framing-ar", description="folder of the classifier"
    )
    scorers: list[Literal["lexicon", "classifier"]] = Field(
        default=["lexicon", "classifier"],
        min_length=1,
        description="scorers of analyze, one after the other",
    )
    outlets: list[Path] = Field(
        default=[data_root() / "corpora/outlets.yaml"],
        description="outlet registries; the workspace's own outlets.yaml is added",
    )
    actors: list[Path] = Field(
        default=[data_root() / "corpora/actors.yaml"],
        description="actor registries; the workspace's own actors.yaml is added",
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="worker processes of analyze, of reextract, and of import where it reads pages",
    )
    max_article_bytes: int = Field(
        default=2_000_000, ge=10_000, description="longest article text accepted, in UTF-8 bytes"
    )
    max_file_bytes: int = Field(
        default=20_000_000_000, ge=1_000_000, description="most bytes read out of one input file"
    )
    contact: str = Field(
        default="",
        description="e-mail address or web page by which newsrooms reach you; collect needs it",
    )
    delay: float = Field(
        default=2.0,
        ge=0,
        le=600,
        description="least seconds between two requests to a host, where the outlet has none",
    )
    allow_loopback: bool = Field(
        default=False,
        description="let collect reach this machine itself; only for tests with local servers",
    )
    draws: int = Field(
        default=2000, ge=200, le=20_000, description="bootstrap draws of an interval"
    )
    seed: int = Field(default=20_260_101, description="seed of the bootstrap")
    show_persons: bool = Field(
        default=False,
        description="list individual people in trends and reports (they can be at risk)",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over values given in code, which come from the file."""
        return env_settings, init_settings


def load(workspace: Path) -> Settings:
    """Settings of the workspace folder, with absolute paths and database URL.

    Raises:
        WorkspaceError: no mediaframe.toml there, or a key in it is unknown or wrong.
    """
    path = workspace / FILE_NAME
    if not path.is_file():
        raise WorkspaceError(
            f"{workspace}: no {FILE_NAME} there; create one with `mediaframe init`"
        )
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = Settings(**raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise WorkspaceError(f"{path}: {key}: {first['msg']}") from error
    return settings.model_copy(update=_absolute(settings, workspace.resolve()))


def tool_paths(settings: Settings, *, actors: Sequence[Path] = ()) -> "ToolPaths":
    """Where the data of the detector and the scorers lie.

    Args:
        actors: registries beside those of the settings.
    """
    # imported here: only commands that detect or score have to wait for it
    from mediaframe.pipeline.tools import ToolPaths

    return ToolPaths(
        codebook=settings.codebook,
        lexicon=settings.lexicon,
        classifier=settings.classifier,
        actors=(*settings.actors, *actors),
    )


def _absolute(settings: Settings, base: Path) -> dict[str, Any]:
    def registries(paths: list[Path], own: str) -> list[Path]:
        found = [base / path for path in paths]
        if (base / own).is_file() and base / own not in found:
            found.append(base / own)
        return found

    database = settings.database
    prefix = "sqlite:///"
    if database.startswith(prefix) and not database.startswith(prefix + "/"):
        database = prefix + str(base / database.removeprefix(prefix))
    return {
        "database": database,
        "codebook": base / settings.codebook,
        "lexicon": base / settings.lexicon,
        "classifier": base / settings.classifier,
        "outlets": registries(settings.outlets, "outlets.yaml"),
        "actors": registries(settings.actors, "actors.yaml"),
    }
