"""Declared inputs: what a file cannot say of itself (dialect, encoding, columns), and queries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

#: Fields of a declaration by what they are declared of.
_OF_TEXT = ("delimiter", "encoding", "decimal")
_OF_WORKBOOKS = ("sheet", "hidden")
_OF_FILES = (*_OF_TEXT, *_OF_WORKBOOKS, "records", "columns", "constants")


class Input(BaseModel):
    """One source of records that cannot say everything of itself.

    YAML, JSON, UTF-8 CSV files with commas and workbooks are read without one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    file: str | None = None
    """A CSV file or workbook in the dossier's folder."""
    sheet: str | None = None
    """Sheet of a workbook; of a workbook with declared sheets, no others are read."""
    records: str | None = None
    """Record type that the file or sheet holds, where its name does not say it."""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    """What stands between the columns of a CSV file."""
    encoding: str = "utf-8"
    """Encoding of a CSV file, such as windows-1257."""
    decimal: Literal[".", ","] = "."
    """Decimal sign of the columns `value` and `base` of a CSV file."""
    columns: dict[str, str] = {}
    """Names of columns that are called otherwise in the file: {Year: period}."""
    constants: dict[str, Annotated[str, Field(min_length=1)]] = {}
    """Fields that every record has: {series: exports-lt-by}."""
    hidden: Literal["refuse", "read"] = "refuse"
    """What to do with hidden sheets, rows and columns of a workbook."""
    database: str | None = None
    """SQLAlchemy URL; ${NAME} stands for an environment variable."""
    queries: dict[str, str] = {}
    """By record type: a SELECT with ORDER BY, or the name of a .sql file that holds one."""

    @model_validator(mode="after")
    def _fits_together(self) -> Input:
        if (self.file is None) == (self.database is None):
            raise PydanticCustomError("bad-input", "an input has either `file` or `database`")
        if self.database is not None and not self.queries:
            raise PydanticCustomError("bad-input", "an input with a `database` needs `queries`")
        workbook = self.file is not None and is_workbook(self.file)
        foreign: tuple[str, ...]
        if self.file is None:
            foreign, what = _OF_FILES, "a database"
        elif workbook:
            foreign, what = (*_OF_TEXT, "queries"), "a workbook"
        else:
            foreign, what = (*_OF_WORKBOOKS, "queries"), "a CSV file"
        if workbook and self.sheet is None:
            foreign, what = (*foreign, "records", "columns", "constants"), "a workbook as a whole"
        for field in foreign:
            if field in self.model_fields_set:
                context = {"what": what, "field": field}
                message = "`{field}` cannot be declared of {what}"
                raise PydanticCustomError("bad-input", message, context)
        return self


class Inputs(BaseModel):
    """The declarations of a dossier, under ``inputs``."""

    inputs: tuple[Input, ...] = ()


def is_workbook(file: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return file.lower().endswith(".xlsx")
