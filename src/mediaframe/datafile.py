"""Reads a YAML data file of the project or a workspace into a validated model."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mediaframe.errors import DataError

Model = TypeVar("Model", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Path, model: type[Model]) -> Model:
    """Validate the YAML file at `path` as a `model`.

    Raises:
        DataError: the file is missing, is no YAML, or a key is wrong; names file and key.
    """
    try:
        raw = yaml.load(path.read_bytes(), Loader=_Loader)
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file") from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as YAML: {error}") from error
    return validate(path, raw, model)


def validate(path: Path, raw: object, model: type[Model]) -> Model:
    """Validate already parsed data, naming `path` in errors (see `load`)."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top level)"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise DataError(f"{path}: {key}: {first['msg']}{more}") from error
