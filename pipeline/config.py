"""All settings of a run in one frozen value: defaults, then `learnings.toml`, then the command line."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pipeline.errors import ConfigError
from pipeline.extract.settings import ExtractSettings
from pipeline.intake.limits import Limits
from pipeline.link import LinkSettings
from pipeline.load import LoadSettings
from pipeline.redact.settings import VARIABLE, RedactSettings
from pipeline.runs.settings import ReportSettings
from pipeline.sources import settings as sources
from pipeline.tag.settings import TagSettings
from pipeline.text.vocabulary.terms import Terms

DEFAULT_FILE = "learnings.toml"
DEFAULT_OUT = "outputs"
# Modules that workers import before they are given documents, so that each document finds them warm.
PRELOAD = ("pipeline.flow", "pipeline.extract.pdf", "pipeline.structure", "pipeline.tag", "pypdfium2", "spacy")


class EngineSettings(Struct, frozen=True, kw_only=True):
    """How documents are processed: in how many supervised processes, within which bounds."""

    workers: Annotated[int, Meta(ge=0)] = 0  # 0: one for each core
    deadline_seconds: Annotated[float, Meta(gt=0)] = 60.0  # of processor time for one document
    ocr_seconds: Annotated[float, Meta(ge=0)] = 10.0  # more for each of its pages that must be read off a picture
    memory_megabytes: Annotated[int, Meta(ge=0)] = 2048  # address space of one worker; 0: unlimited
    confined: bool = True  # workers see no files but the program's and the system's, where Linux can hold them to it


class Settings(Struct, frozen=True, kw_only=True):
    """Everything a run depends on."""

    out: Path = Path(DEFAULT_OUT)
    source: tuple[sources.AnySource, ...] = ()  # what `run` reads
    limits: Limits = Limits()
    engine: EngineSettings = EngineSettings()
    extract: ExtractSettings = ExtractSettings()
    tag: TagSettings = TagSettings()
    link: LinkSettings = LinkSettings()
    load: LoadSettings = LoadSettings()
    redact: RedactSettings = RedactSettings()
    report: ReportSettings = ReportSettings()

    @property
    def secret_variables(self) -> tuple[str, ...]:
        """Names of environment variables that hold passwords or keys; who reads strangers' bytes does not get them."""
        places = (*self.source, self.report.mail)
        return (VARIABLE, *filter(None, (getattr(place, "password_env", "") for place in places)))


def read_settings(path: Path | None = None) -> Settings:
    """Settings from a file; without a path from `learnings.toml` in the working folder, if there is one.

    Raises ConfigError where the file is missing, is no TOML, or holds a setting that does not exist.
    """
    file = path if path is not None else Path(DEFAULT_FILE)
    if not file.exists():
        if path is not None:
            raise ConfigError(f"The settings file {file} does not exist. Check the path given with --config.")
        return Settings()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        _known(data, Settings, "")
        settings = msgspec.convert(data, Settings, dec_hook=_path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The settings file {file} is no TOML: {error}. Mend it there and run again.") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"The settings file {file} is not right: {error}. Mend it there and run again.") from error
    _check_model(settings.tag.model)
    if settings.tag.themes:
        read_vocabulary(settings.tag.themes)
    return settings


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"a setting cannot be {value!r}")


def _check_model(name: str) -> None:
    """ConfigError where a language model is named that is not there: better now than once for each document."""
    if name and not Path(name).exists() and not (name.isidentifier() and find_spec(name)):
        raise ConfigError(
            f"The language model {name!r} is not installed, and is no folder. Install it, or mend `tag.model`."
        )


def read_vocabulary(path: str) -> Terms:
    """The vocabulary of themes in a file, the packaged one without a path.

    Raises ConfigError with all that is wrong with it, and MissingTool: better now than once for each document.
    """
    from pipeline.tag.themes import vocabulary_of

    try:
        return vocabulary_of(path).terms
    except OSError as error:
        raise ConfigError(f"The vocabulary of themes {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(
            f"The vocabulary of themes {path} is not right: {error}. Mend it there and run again."
        ) from error


def _known(data: dict[str, object], kind: type[Struct], path: str) -> None:
    """ValidationError for a setting that no class has: a misspelt one must not be silently without effect."""
    fields = {f.name: f.type for f in msgspec.structs.fields(kind)}
    for name, value in data.items():
        if name not in fields:
            raise msgspec.ValidationError(f"there is no setting `{path}{name}`; there are {', '.join(sorted(fields))}")
        inner = fields[name]
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, Struct):
            _known(value, inner, f"{path}{name}.")
