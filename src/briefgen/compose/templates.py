"""The template environment: sandboxed, escaped, strict, bounded, reaching plain values only.

Every paper has an environment of its own, so that nothing of one paper is left to the next:
what is kept in a process is compiled code, which depends on the text of a template alone.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path, PurePosixPath
from types import CodeType, FunctionType, MethodType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import LRUCache
from markupsafe import Markup

from briefgen.compose import bounds, compiled
from briefgen.diagnostics import ContentError, Diagnostic, Place, did_you_mean, shown_path
from briefgen.view.phrase import Phrase
from briefgen.view.quantity import MixedBasisError

#: Functions of Jinja that templates do not need and that can be abused to exhaust memory.
_DROPPED = ("lipsum", "cycler", "joiner", "dict")

#: Methods of texts and lists that cannot make them much larger.
_METHODS = frozenset(
    ("capitalize", "count", "endswith", "find", "index", "isdigit", "lower", "lstrip",
     "partition", "removeprefix", "removesuffix", "rpartition", "rstrip", "split", "splitlines",
     "startswith", "strip", "title", "upper")
)  # fmt: skip

#: What a template can make its expressions, filters and Python's compiler raise.
_FAILURES = (
    ArithmeticError, AttributeError, LookupError, RecursionError, SyntaxError, TypeError,
    ValueError,
)  # fmt: skip

#: Steps that calling a macro counts for.
_CALL = 5

#: How Python writes an object that has no text.
_OBJECT = re.compile(r"<[^<>]* at 0x[0-9a-f]+>")

#: Characters of one template.
_LONGEST = 1_000_000

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


class _Generator(CodeGenerator):
    """Has texts put together within bounds, and everything computed when a paper is rendered."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        # What `{{ 5|number }}` prints depends on the paper, and the compiled code does not.
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        self.write("environment.put_together((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Environment(ImmutableSandboxedEnvironment):
    """Looks names up in dictionaries only: a template reaches values, never methods."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(("+", "*", "**", "%"))
    concat = staticmethod(bounds.joined)
    put_together = staticmethod(bounds.put_together)

    def __init__(self, loader: BaseLoader, filters: Mapping[str, Any]) -> None:
        # Not optimized: expressions are computed when they are reached, and not before.
        super().__init__(
            loader=loader,
            autoescape=True,
            optimized=False,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=bounds.printable,
            auto_reload=False,
        )
        for name in _DROPPED:
            self.globals.pop(name, None)
        self.globals["range"] = self.range
        self.filters = bounds.filters() | dict(filters)
        #: What compiled code depends on beside the text: which filters there are, and what
        #: each is passed.
        self.passing = frozenset(
            (name, getattr(filter_, "jinja_pass_arg", None))
            for name, filter_ in self.filters.items()
        )
        self.steps = 0

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return self.getitem(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping):
            if isinstance(argument, str | int) and argument in obj:
                return obj[argument]
            return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str | list | tuple):
            return attr in _METHODS or attr in getattr(type(obj), "_fields", ())
        if isinstance(obj, Mapping | int | float | Decimal | FunctionType | MethodType):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        bounds.check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:  # Jinja's signature
        """Leave formatting to the rules of other methods: it is none that templates have."""

    def range(self, *arguments: int) -> range:
        """Return a range; its items count as steps."""
        found = range(*arguments)
        self.step(len(found))
        return found

    def step(self, steps: int) -> None:
        """Count the runs of loops and macros.

        Raises:
            TooLargeError: there were too many.
        """
        self.steps += steps
        if self.steps > bounds.STEPS:
            raise bounds.TooLargeError("the loops run too often")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        unescaped = tree.find(nodes.ScopedEvalContextModifier)
        if unescaped is not None:
            line = unescaped.lineno
            raise TemplateSyntaxError("escaping cannot be turned off", line, name, filename)
        counted: list[Any] = list(tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)))
        for node in counted:
            cost = nodes.Const(1 if isinstance(node, nodes.For) else _CALL)
            count = nodes.Call(nodes.EnvironmentAttribute("step"), [cost], [], None, None)
            node.body.insert(0, nodes.ExprStmt(count).set_lineno(node.lineno))
        return tree


class _Loader(BaseLoader):
    """Finds templates in the given folders, nearest first, and never outside them."""

    def __init__(self, folders: Sequence[Path], kept: Path | None = None) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._kept = kept
        self.asked: dict[str, None] = {}

    def load(self, environment: Any, name: str, globals: Any = None) -> Template:  # noqa: A002  # Jinja's signature
        text, file = self.read(name)
        # The text, not its time of change: two changes of a file can have the same.
        key = (name, file, text, environment.passing)
        code: CodeType | None = _compiled.get(key)
        if code is None:
            if self._kept is not None:
                code = compiled.read(compiled.place_of(self._kept, *key))
            code = _compiled[key] = code or environment.compile(text, name, file)
        return Template.from_code(environment, code, globals or {})

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002  # Jinja's signature
        return *self.read(template), None

    def read(self, template: str) -> tuple[str, str]:
        """Return a template's text and file, and note that it was asked for."""
        self.asked[template] = None
        path = self.find(template)
        if not any(path.is_relative_to(inside) for inside in self._folders):
            raise SecurityError(
                f"`{template}` is a link that leads out of the template folders\n"
                "put the file itself there"
            )
        text = path.read_text("utf-8")
        if len(text) > _LONGEST:
            raise bounds.TooLargeError(f"`{template}` is longer than a template can be")
        return text, str(path)

    def find(self, template: str) -> Path:
        """Return the file of a template, which a link may have led out of the folders."""
        pure = PurePosixPath(template)
        if pure.is_absolute() or ".." in pure.parts or "\0" in template:
            raise SecurityError(
                f"`{template}` is no name of a template\nname it by its path below templates/"
            )
        for folder in self._folders:
            path = folder / template
            if path.is_file():
                # The folder is resolved: only what stands below it can be a link.
                below = (path, *path.parents[: len(pure.parts) - 1])
                return path.resolve() if any(part.is_symlink() for part in below) else path
        raise TemplateNotFound(template)


#: The code of templates that this process has compiled: name, file, text and filters lead to it.
#: A house has about sixty; what is not kept is compiled again.
_compiled = LRUCache(512)


class Templates:
    """The templates of one audience.

    Args:
        folders: where templates are looked for, nearest first.
        root: the workspace; places are printed relative to it.
        kept: where code of templates is kept that was compiled before, if it is.
    """

    def __init__(self, folders: Sequence[Path], root: Path, kept: Path | None = None) -> None:
        self._root = root
        self._folders = folders
        self._kept = kept
        self._loader = _Loader(folders)
        #: Names of the templates that were asked for, whether they are there or not.
        self.asked: Sequence[str] = ()

    def text(self, name: str) -> str | None:
        """Return a template as it would be read; nothing where it would not."""
        try:
            return self._loader.read(name)[0]
        except (TemplateError, OSError, ValueError):
            return None

    def code(self, names: Iterable[str], filters: Iterable[str]) -> Iterator[tuple[Path, bytes]]:
        """Yield the code of templates that is not kept yet: where it goes, and its bytes.

        Nothing of a template is carried out. One that cannot be compiled is passed over: whoever
        renders it says why.

        Args:
            names: the templates, whether they are there or not.
            filters: names of the filters beside Jinja's own; none is passed more than a value.
        """
        if (kept := self._kept) is None:
            return
        loader = _Loader(self._folders)
        environment = _Environment(loader, dict.fromkeys(filters, str))
        for name in names:
            try:
                text, file = loader.read(name)
                place = compiled.place_of(kept, name, file, text, environment.passing)
                if not place.exists():
                    yield place, compiled.packed(environment.compile(text, name, file))
            except (TemplateError, MemoryError, OSError, *_FAILURES):
                continue

    def render(
        self,
        name: str,
        values: Mapping[str, Any],
        filters: Mapping[str, Any],
    ) -> str:
        """Return a template's text. A value that looks like a template stays as it is.

        Args:
            name: the template.
            values: what it sees: plain values, and functions by name.
            filters: filters beside Jinja's own.

        Raises:
            ContentError: the template is at fault.
            TypeError: a value is not plain: an object would bring its methods along.
        """
        loader = _Loader(self._folders, self._kept)
        environment = _Environment(loader, filters)
        html = self._rendered(lambda: environment.get_template(name), name, values)
        self.asked = tuple(loader.asked)
        return html

    def render_text(
        self, text: str, name: str, values: Mapping[str, Any], filters: Mapping[str, Any]
    ) -> str:
        """Return what becomes of a template that is no file of its own.

        Args:
            text: the template.
            name: what faults call it; their lines are those of the text.
            values: what it sees, as in :meth:`render`.
            filters: filters beside Jinja's own.

        Raises:
            ContentError: the template is at fault.
            TypeError: a value is not plain.
        """
        environment = _Environment(_Loader(self._folders), filters)
        return self._rendered(
            lambda: Template.from_code(environment, environment.compile(text, name, name), {
                **environment.globals
            }),
            name,
            values,
        )  # fmt: skip

    def _rendered(
        self, template: Callable[[], Template], name: str, values: Mapping[str, Any]
    ) -> str:
        for key, value in values.items():
            if not isinstance(value, FunctionType | MethodType):
                _check_plain(value, key)
        try:
            return "".join(_within_bounds(template().generate(values)))
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
        except (TemplateError, MemoryError, *_FAILURES) as error:
            raise self._fault(self._innermost(error, name), *_told(error)) from None

    def _fault(self, place: Place, rule: str, message: str) -> ContentError:
        message, _, hint = message.partition("\n")
        return ContentError([Diagnostic(place, rule, message, hint)])

    def _innermost(self, error: BaseException, name: str) -> Place:
        """Return the innermost template line of a traceback."""
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename == name or frame.filename.endswith((".j2", ".html", ".css")):
                return self._place(frame.filename, frame.lineno or 0)
        for folder in self._folders:
            if (folder / name).is_file():
                return self._place(str(folder / name), 0)
        return self._place(name, 0)

    def _place(self, file: str, line: int) -> Place:
        return Place(shown_path(Path(file), self._root), line)


def _told(error: BaseException) -> tuple[str, str]:
    """Return the rule that an error breaks, and the error in words."""
    message = str(error.args[0]) if error.args else type(error).__name__
    message = _OBJECT.sub("this", message)
    match error:
        case SecurityError():
            return "forbidden", message
        case MixedBasisError():
            return "mixed-basis", message
        case bounds.NotANumberError():
            return "bad-number", message
        case MemoryError():
            return "forbidden", "this needs more memory than a paper can need"
        case RecursionError():
            return "bad-template", "includes, macros or brackets nest without end (recursion)"
        case SyntaxError():
            return "bad-template", f"this cannot be compiled: {error.msg}"
    return "bad-template", message


def _within_bounds(parts: Iterable[str]) -> Iterable[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > bounds.LARGEST:
            raise bounds.TooLargeError("the paper would become too long")
        yield part


def _check_plain(value: Any, path: str) -> None:
    """Refuse anything but dictionaries, lists, texts, numbers, truth values and nothing.

    Raises:
        TypeError: naming where it stands.
    """
    pending = [(value, path)]
    while pending:
        one, at = pending.pop()
        if type(one) is dict:
            pending.extend((inner, f"{at}.{key}") for key, inner in one.items())
            pending.extend((key, f"a key of {at}") for key in one if type(key) is not str)
        elif type(one) in (list, tuple):
            pending.extend((inner, f"{at}[{index}]") for index, inner in enumerate(one))
        elif not (one is None or type(one) in (str, Markup, Phrase, int, float, bool)
                  or isinstance(one, Decimal)):  # fmt: skip
            raise TypeError(f"`{at}` is a {type(one).__name__}, which no template may see")
