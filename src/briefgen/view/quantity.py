"""Numbers that know where they come from, and refuse to be mixed with others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self


class MixedBasisError(ArithmeticError):
    """Two numbers of different units, currencies or price bases were put together."""


@dataclass(frozen=True)
class Basis:
    """What has to be equal before two numbers may be added or compared.

    Attributes:
        unit: what is counted or measured.
        currency: ISO 4217 code of an amount of money.
        price_basis: ``current`` or ``constant`` prices.
    """

    unit: str
    currency: str | None = None
    price_basis: str | None = None

    def __str__(self) -> str:
        prices = f" in {self.price_basis} prices" if self.price_basis else ""
        return f"{self.unit}{prices}"


@dataclass(frozen=True, order=True)
class Origin:
    """The one place a number was read from.

    Attributes:
        place: file, line and column, or sheet and cell.
        text: what stands there.
        as_of: ISO date the number holds for.
        sources: ids of the sources that support it.
    """

    place: str
    text: str
    as_of: str
    sources: tuple[str, ...]


class Quantity(Decimal):
    """A decimal number with its basis and its origins; arithmetic carries both along.

    Sums and differences need equal bases, or none; products and quotients with plain
    numbers keep the basis; the quotient of two quantities of one basis has
    none. Templates see a number: the rest is out of their reach.
    """

    _basis: Basis | None
    _origins: tuple[Origin, ...]

    def __new__(cls, value: Decimal, basis: Basis | None, origins: tuple[Origin, ...]) -> Self:
        """Make a quantity of a value, what it measures and where it was read."""
        self = super().__new__(cls, value)
        self._basis = basis
        self._origins = tuple(sorted(set(origins)))
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (Decimal(self), self._basis, self._origins))

    def __add__(self, other: Any) -> Quantity:
        return self._together(other, Decimal.__add__, "added")

    def __radd__(self, other: Any) -> Quantity:
        if other == 0:  # the start of sum()
            return self
        return self._together(other, Decimal.__radd__, "added")

    def __sub__(self, other: Any) -> Quantity:
        return self._together(other, Decimal.__sub__, "subtracted")

    def __rsub__(self, other: Any) -> Quantity:
        return self._together(other, Decimal.__rsub__, "subtracted")

    def __mul__(self, other: Any) -> Quantity:
        return self._scaled(other, Decimal.__mul__)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Quantity:
        if isinstance(other, Quantity):
            self._check(other, "divided")
            quotient = Decimal.__truediv__(self, other)
            return Quantity(quotient, None, self._origins + other._origins)
        return self._scaled(other, Decimal.__truediv__)

    def __neg__(self) -> Quantity:
        return Quantity(Decimal.__neg__(self), self._basis, self._origins)

    def __abs__(self) -> Quantity:
        return Quantity(Decimal.__abs__(self), self._basis, self._origins)

    def __round__(self, decimals: int | None = None) -> Quantity:  # type: ignore[override]
        rounded = Decimal(Decimal.__round__(Decimal(self), decimals or 0))
        return Quantity(rounded, self._basis, self._origins)

    def __lt__(self, other: Any) -> bool:
        return Decimal.__lt__(self._comparable(other), other)

    def __le__(self, other: Any) -> bool:
        return Decimal.__le__(self._comparable(other), other)

    def __gt__(self, other: Any) -> bool:
        return Decimal.__gt__(self._comparable(other), other)

    def __ge__(self, other: Any) -> bool:
        return Decimal.__ge__(self._comparable(other), other)

    def _comparable(self, other: Any) -> Self:
        if isinstance(other, Quantity):
            self._check(other, "compared")
        return self

    def _together(self, other: Any, operation: Any, verb: str) -> Quantity:
        if not isinstance(other, Quantity):
            if self._basis is None:  # a share or a ratio: the new value by the old, less one
                return Quantity(operation(self, Decimal(other)), None, self._origins)
            raise MixedBasisError(f"{self} {self._basis} and the bare number {other}"
                                  f" cannot be {verb}")  # fmt: skip
        self._check(other, verb)
        return Quantity(operation(self, other), self._basis, self._origins + other._origins)

    def _scaled(self, other: Any, operation: Any) -> Quantity:
        if isinstance(other, Quantity):
            if self._basis is not None and other._basis is not None:
                raise MixedBasisError(f"{self._basis} cannot be multiplied by {other._basis}")
            basis = self._basis or other._basis
            return Quantity(operation(self, other), basis, self._origins + other._origins)
        return Quantity(operation(self, Decimal(other)), self._basis, self._origins)

    def _check(self, other: Quantity, verb: str) -> None:
        if self._basis != other._basis:
            raise MixedBasisError(
                f"{self._basis or 'a bare number'} and {other._basis or 'a bare number'}"
                f" cannot be {verb}"
            )


def basis_of(value: object) -> Basis | None:
    """Return what a number measures, if it is known."""
    return value._basis if isinstance(value, Quantity) else None


def origins_of(value: object) -> tuple[Origin, ...]:
    """Return where a number was read, if it is known."""
    return value._origins if isinstance(value, Quantity) else ()
