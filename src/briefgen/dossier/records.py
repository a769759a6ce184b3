"""The record types of a dossier, as a desk officer writes them.

The field descriptions are the reference documentation: ``briefgen schema``
publishes them, and editors show them while typing.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefgen.dossier.values import (
    CountryCode,
    CurrencyCode,
    FullDate,
    Identifier,
    Identifiers,
    LanguageTag,
    Names,
    Number,
    PartialDate,
    Text,
    as_line,
)
from briefgen.house.sections import EventKind


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Record(Model):
    """What every record may carry.

    A record that stands inside another one and has no marking of its own, or
    no ``only``, has that of the record around it.
    """

    id: Identifier | None = None
    """Name by which other records refer to this one."""
    sources: Identifiers = ()
    """Ids of the sources that support the record."""
    as_of: PartialDate | None = None
    """The date for which the record is known to hold."""
    marking: str | None = None
    """Handling level; without one the dossier's default applies."""
    only: Names | None = None
    """Need to know: the audiences that may see the record at all."""
    basis: Text | None = None
    """Legal basis for withholding it; printed in its place where an audience's papers show gaps."""
    priority: Annotated[int, Field(ge=0, le=100)] = 50
    """0 to 100; where a paper has room for fewer records, the highest stay."""
    according_to: Text | None = None
    """Who claims it, where only one side does; printed as "according to …"."""
    revised: FullDate | None = None
    """Day on which the record's own text was last changed."""
    translated: dict[LanguageTag, FullDate] = {}
    """Days on which its translations were last changed, by language."""


class Figure(Record):
    """A number with its unit and date."""

    value: Number
    """The number, written out: 9132629, not 9.1 million."""
    unit: str
    """What is counted or measured: people, km², US$, %."""
    as_of: PartialDate
    """The date or year the number holds for."""
    currency: CurrencyCode | None = None
    """ISO 4217 code of an amount of money."""
    price_basis: Literal["current", "constant"] | None = None
    """Whether an amount of money is in current or constant prices."""
    estimate: bool = False
    """True where the source calls the number an estimate or provisional."""
    valid_years: Annotated[int, Field(ge=0)] | None = None
    """Years after which the number counts as stale; without it, those that briefgen.toml gives."""


class Line(Record):
    """One short text: an objective, a point to make."""

    text: Text
    """The text."""


LineOrText = Annotated[Line, as_line]


class Header(Record):
    """What the dossier as a whole is about."""

    title: Text
    """Title of the papers."""
    parties: tuple[CountryCode, CountryCode]
    """The two states, ISO 3166-1 alpha-2."""
    as_of: FullDate
    """The day on which the dossier was last brought up to date; it dates the papers."""
    marking_scheme: str
    """Name of the scheme the markings come from: tlp, uk, eu, us, nato, or one of the workspace."""
    home: CountryCode | None = None
    """The party whose papers these are; it stands first. Without one, the first of the parties."""
    default_marking: str | None = None
    """Level of every record that carries no marking."""
    language: LanguageTag = "en"
    """Language of plain texts."""
    reference: str | None = None
    """File reference printed on the papers."""
    description: Text | None = None
    """What this dossier covers and where its limits lie."""


class Leader(Record):
    """Holder of an office."""

    name: Text
    """Name as the sources give it."""
    office: Text
    """Title of the office."""
    since: PartialDate | None = None
    """Day the term began."""


class Term(Leader):
    """A term of office; visits are checked against it."""

    until: PartialDate | None = None
    """Last day of the term; none while it lasts."""


class NativeName(Model):
    """A name in one of the country's own languages."""

    language: LanguageTag
    """Language of the name."""
    text: str
    """The name in its own script."""


class Country(Record):
    """One of the two states."""

    iso: CountryCode
    """ISO 3166-1 alpha-2 code."""
    name: Text
    """Customary short name."""
    long_name: Text | None = None
    """Official long name."""
    native_names: tuple[NativeName, ...] = ()
    """Names in the country's own languages."""
    adjective: Text | None = None
    """As in "Belarusian exports"."""
    capital: Text
    """Seat of government."""
    government: Text | None = None
    """Form of government."""
    population: Figure | None = None
    """Inhabitants."""
    area: Figure | None = None
    """Total area."""
    gdp: Figure | None = None
    """Gross domestic product."""
    growth: Figure | None = None
    """Real growth of GDP."""
    head_of_state: Leader | None = None
    """Head of state."""
    head_of_government: Leader | None = None
    """Head of government."""
    terms: tuple[Term, ...] = ()
    """Earlier and present terms of its office-holders."""
    currency: Text | None = None
    """Currency and its code."""
    languages: Text | None = None
    """Languages spoken, with shares where known."""
    memberships: Text | None = None
    """Organisations the state belongs to, those that matter for the relationship."""
    missions: Text | None = None
    """How the state is represented in the other one."""
    independence: Text | None = None
    """Independence, as the sources date it."""


class DateClaim(Record):
    """A date that one side or source gives where others give another."""

    date: PartialDate
    """The date claimed."""
    by: Text
    """Who gives it."""


class Event(Record):
    """Something that happened."""

    date: PartialDate
    """When; of day, month or year precision. With `claims`, the date the timeline is sorted by."""
    text: Text
    """What happened, in one or two sentences."""
    kind: EventKind
    """What sort of event it is; audiences select by it."""
    claims: tuple[DateClaim, ...] = ()
    """Competing dates with who gives them; all are printed."""


class Visit(Record):
    """A visit or meeting at the level of office-holders."""

    date: PartialDate
    """When it began."""
    level: Literal["state", "official", "working", "unspecified"]
    """Level of the visit as the source gives it."""
    visitor: Text
    """Name of the visitor."""
    office: Text
    """Office the visitor held."""
    country: CountryCode
    """State the visitor came from."""
    place: Text | None = None
    """Where it took place."""
    outcome: Text | None = None
    """What came of it."""


class Agreement(Record):
    """An instrument between the parties."""

    title: Text
    """Title, with the names in force when it was signed."""
    signed: PartialDate | None = None
    """Date of signature."""
    in_force: PartialDate | None = None
    """Date of entry into force."""
    status: Literal["signed", "in force", "suspended", "denounced", "terminated", "unknown"]
    """Where it stands on `status_date`, as far as the sources show."""
    status_date: PartialDate | None = None
    """Date of the status."""
    note: Text | None = None
    """What one has to know about it."""


class Statement(Record):
    """What somebody says. Printed as theirs, never as fact."""

    text: Text
    """What is said, as a clause that follows "states that"."""
    by: Text
    """Who says so: a party's code, or a name."""
    date: PartialDate | None = None
    """When it was said."""
    topic: Identifier | None = None
    """Topic it belongs to, as in sectors."""


class Position(Record):
    """The position of one side on a topic."""

    by: Text
    """Whose position: a party's code, or a name."""
    text: Text
    """The position, as a clause that follows "states that"."""


class LabelledFigure(Figure):
    """A figure with a label, for a table."""

    label: Text
    """What the figure is."""
    note: Text | None = None
    """Basis and limits: who reports it, what it leaves out."""
    group: Identifier | None = None
    """Figures in per cent with the same group are shares of one whole and add up to 100."""


class Sector(Record):
    """One field of the relationship."""

    topic: Identifier
    """trade, energy, transit, border, culture, tourism, education, regions, consular…"""
    title: Text
    """Heading."""
    body: Text | None = None
    """Background; paragraphs are separated by blank lines."""
    positions: tuple[Position, ...] = ()
    """Positions of each side."""
    figures: tuple[LabelledFigure, ...] = ()
    """Figures that belong to the topic."""


class Observation(Record):
    """One value of a series."""

    period: PartialDate
    """Year or month."""
    value: Number
    """The value in the unit of the series."""
    base: Number | None = None
    """For a share: the number it is a share of."""


class Series(Record):
    """A run of observations of one quantity."""

    id: Identifier
    """Name by which observations refer to the series."""
    measure: Literal["exports", "imports", "gdp", "population", "voting-agreement", "other"]
    """What is measured."""
    title: Text
    """What the series shows."""
    unit: str
    """Unit of every value."""
    currency: CurrencyCode | None = None
    """ISO 4217 code of amounts of money."""
    price_basis: Literal["current", "constant"] | None = None
    """Whether amounts of money are in current or constant prices."""
    flow: Literal["exports", "imports"] | None = None
    """Direction of trade as the reporter sees it."""
    reporter: CountryCode | None = None
    """State that reports the value, or that it is about."""
    partner: CountryCode | None = None
    """The other state."""
    note: Text | None = None
    """Basis and limits: gaps, breaks, method."""
    finding: Text | None = None
    """What its chart shows, in a sentence, where that is not to be worked out from the values."""
    valid_years: Annotated[int, Field(ge=0)] | None = None
    """Years after which the newest value counts as stale, as with figures."""
    gaps: bool = False
    """True where periods are known to be missing; the note should say why."""
    observations: tuple[Observation, ...] = ()
    """The values; they may also stand in a table of their own."""


class SeriesObservation(Observation):
    """One row of a table of observations."""

    series: Identifier
    """Id of the series the value belongs to."""


class Interlocutor(Record):
    """A person the principal will meet."""

    name: Text
    """Name."""
    office: Text
    """Office held."""
    country: CountryCode
    """State the person represents."""
    since: PartialDate | None = None
    """In office since."""
    biography: Text | None = None
    """Half a page at most."""


class ProgrammeItem(Record):
    """One line of a programme."""

    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    """Local time, 24 hours."""
    item: Text
    """What happens."""
    place: Text | None = None
    """Where."""
    press: Literal["open", "closed", "photo"] = "closed"
    """Whether the press is admitted."""


class IfRaised(Record):
    """A subject the other side may raise."""

    issue: Text
    """The subject."""
    their_line: Text | None = None
    """What they are expected to say."""
    our_line: Text
    """What to answer."""


class Topic(Record):
    """One topic of a meeting: the core of a brief."""

    title: Text
    """The topic."""
    background: Text | None = None
    """What one has to know."""
    objectives: tuple[LineOrText, ...] = ()
    """What we want from the meeting."""
    points: tuple[LineOrText, ...] = ()
    """Points to make, in the words to be used."""
    their_line: LineOrText | None = None
    """What the other side is expected to say."""
    if_raised: tuple[IfRaised, ...] = ()
    """Answers to have ready."""
    press_line: LineOrText | None = None
    """What may be said in public."""


class Meeting(Record):
    """A meeting the papers prepare for."""

    title: Text
    """Name of the meeting."""
    date: FullDate
    """The day it begins."""
    place: Text | None = None
    """Where."""
    length: Text | None = None
    """How long, and whether there is interpretation."""
    side: CountryCode | None = None
    """The party whose brief this is; without one, the dossier's home party."""
    programme: tuple[ProgrammeItem, ...] = ()
    """Programme in order."""
    topics: tuple[Topic, ...] = ()
    """Topics in the order in which they come up."""


class Organisation(Record):
    """A body of people or an organisation."""

    name: Text
    """Name, or what the body of people is."""
    kind: Literal["community", "association", "institution", "programme"]
    """What sort of body it is."""
    text: Text | None = None
    """What there is to know."""
    count: LabelledFigure | None = None
    """How many, with the date the number holds for."""
    founded: PartialDate | None = None
    """When it was founded."""


class Finding(Record):
    """One judgement of the bottom line."""

    text: Text
    """One or two sentences that the records beneath support."""


class Source(Record):
    """Evidence that records cite."""

    id: Identifier
    """Name by which records cite the source."""
    publisher: Text
    """Who published it."""
    title: Text
    """Its title."""
    date: PartialDate | None = None
    """Date of publication or of last change."""
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    """Where it can be read."""
    retrieved: FullDate | None = None
    """Day on which it was read."""
    author: Text | None = None
    """Who wrote it, where that is another than the publisher."""
    kind: (
        Literal["webpage", "press", "report", "article", "book", "dataset", "legislation", "treaty"]
        | None
    ) = None
    """What it is; citation styles depend on it. Without one, what the reliability suggests."""
    reliability: Literal["official", "statistical", "academic", "press", "reference", "party-claim"]
    """What kind of evidence it is."""
    note: Text | None = None
    """What limits its use."""


class Clearance(Record):
    """Who drafted and cleared the dossier: roles, not people."""

    drafted_by: Text
    """Role that drafted it."""
    consulted: tuple[Text, ...] = ()
    """Roles consulted."""
    cleared_by: Text | None = None
    """Role that cleared it; a paper without one is a draft."""
    date: FullDate | None = None
    """Day of clearance."""


class Records(Model):
    """All the records of a dossier, by type: the shape of the source files taken together."""

    dossier: Header
    """What the dossier is about."""
    countries: tuple[Country, ...] = ()
    """The two states."""
    findings: tuple[Finding, ...] = ()
    """The bottom line."""
    events: tuple[Event, ...] = ()
    """What happened, in any order."""
    visits: tuple[Visit, ...] = ()
    """Visits and meetings of office-holders."""
    agreements: tuple[Agreement, ...] = ()
    """Instruments between the parties."""
    statements: tuple[Statement, ...] = ()
    """Who says what."""
    sectors: tuple[Sector, ...] = ()
    """Fields of the relationship."""
    series: tuple[Series, ...] = ()
    """Runs of figures."""
    observations: tuple[SeriesObservation, ...] = ()
    """Values of the series, where they stand in tables of their own."""
    interlocutors: tuple[Interlocutor, ...] = ()
    """People to be met."""
    meetings: tuple[Meeting, ...] = ()
    """Meetings the papers prepare for."""
    organisations: tuple[Organisation, ...] = ()
    """Bodies of people and organisations."""
    sources: tuple[Source, ...] = ()
    """Evidence."""
    clearance: Clearance | None = None
    """Who drafted and cleared it."""
