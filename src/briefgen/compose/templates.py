"""The template environment: sandboxed, escaped, strict, reaching plain values only."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen.diagnostics import ContentError, Diagnostic, Place, did_you_mean, shown_path
from briefgen.view.quantity import MixedBasisError

#: Functions of Jinja that templates do not need and that can be abused to exhaust memory.
_DROPPED = ("lipsum", "cycler", "joiner", "dict")


#: What a template can make its expressions and filters raise.
_FAILURES = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip

#: How Jinja says that a template uses a name that it was not given.
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


class _Undefined(StrictUndefined):
    """An undefined name that says which ones there are."""

    @property
    def _undefined_message(self) -> str:
        message = super()._undefined_message
        known = getattr(self, "_undefined_obj", None)
        if isinstance(known, Mapping) and self._undefined_name is not None:
            name = str(self._undefined_name)
            return f"there is no `{name}` here\n{did_you_mean(name, list(map(str, known)))}"
        return message


class _Environment(ImmutableSandboxedEnvironment):
    """Looks names up in dictionaries only: a template reaches values, never methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class _Loader(BaseLoader):
    """Finds templates in the given folders, nearest first, and never outside them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002  # Jinja's signature
        for folder in self._folders:
            path = (folder / template).resolve()
            if path.is_file() and path.is_relative_to(folder):
                return path.read_text("utf-8"), str(path), lambda: True
        raise TemplateNotFound(template)


class Templates:
    """The templates of one audience.

    Args:
        folders: where templates are looked for, nearest first.
        root: the workspace; places are printed relative to it.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        self._root = root
        self._environment = _Environment(
            loader=_Loader(folders),
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=lambda value: "" if value is None else value,
        )
        for name in _DROPPED:
            self._environment.globals.pop(name, None)

    def render(
        self,
        name: str,
        values: Mapping[str, Any],
        filters: Mapping[str, Any],
    ) -> str:
        """Return a template's text.

        Args:
            name: the template.
            values: what it sees.
            filters: filters beside Jinja's own.

        Raises:
            ContentError: the template is at fault.
        """
        self._environment.filters.update(filters)
        try:
            return self._environment.get_template(name).render(values)
        except TemplateSyntaxError as error:
            place = self._place(error.filename or error.name or name, error.lineno)
            raise self._fault(place, "bad-template", error.message or "cannot be read") from None
        except TemplateNotFound as error:
            message = f"there is no template `{error.name}`"
            raise self._fault(self._innermost(error, name), "no-template", message) from None
        except UndefinedError as error:
            message = error.message or "undefined"
            if found := _UNDEFINED.fullmatch(message):
                message = f"there is no `{found[1]}` here\n{did_you_mean(found[1], list(values))}"
            raise self._fault(self._innermost(error, name), "unknown-name", message) from None
        except SecurityError as error:
            place = self._innermost(error, name)
            raise self._fault(place, "forbidden", str(error)) from None
        except MixedBasisError as error:
            place = self._innermost(error, name)
            raise self._fault(place, "mixed-basis", str(error)) from None
        except (TemplateError, *_FAILURES) as error:
            place = self._innermost(error, name)
            message = str(error.args[0]) if error.args else type(error).__name__
            raise self._fault(place, "bad-template", message) from None

    def _fault(self, place: Place, rule: str, message: str) -> ContentError:
        message, _, hint = message.partition("\n")
        return ContentError([Diagnostic(place, rule, message, hint)])

    def _innermost(self, error: BaseException, name: str) -> Place:
        """Return the innermost template line of a traceback."""
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename.endswith((".j2", ".html", ".css")):
                return self._place(frame.filename, frame.lineno or 0)
        return self._place(name, 0)

    def _place(self, file: str, line: int) -> Place:
        return Place(shown_path(Path(file), self._root), line)
