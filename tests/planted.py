"""A sound dossier of two invented states, and every fault that can be planted in it.

Each fault is a bad input beside the diagnostic it must bring; beside them stands what
comes near a fault and is none.
"""

from __future__ import annotations

from planting import Fault

VALID = {
    "dossier.yaml": """\
dossier:
  title: Relations of two invented states
  parties: [XA, XB]
  as_of: 2026-01-31
  marking_scheme: tlp
  default_marking: GREEN
  language: en
findings:
  - text: Relations are calm, and the Agreement on fisheries no longer applies.
    sources: [gazette]
  - text: The papers speak of a pause.
    sources: [gazette]
clearance: {drafted_by: Desk, date: 2026-01-30}
""",
    "countries.yaml": """\
countries:
  - iso: XA
    name: Alpha
    native_names: [{language: be, text: Альфа}]
    capital: Alphaville
    population: {value: 4000000, unit: people, as_of: 2025}
    area: {value: 12000, unit: km², as_of: 1990}
    gdp: {value: 50000000000, unit: US$, currency: USD, as_of: 2024}
    head_of_state: {name: Ada Alpha, office: President, since: 2005-03-01}
    terms:
      - {name: Bo Before, office: President, since: 1999, until: 2005-03-01}
    sources: [yearbook]
  - iso: XB
    name: Beta
    capital: Betaburg
    languages: Betan, after 1990 only
    sources: [yearbook]
""",
    "events.yaml": """\
events:
  - date: 1950-01-10
    kind: recognition
    text: Alpha recognised Beta.
    sources: [gazette]
  - date: 1950-05
    kind: relations
    text: Relations were established.
    claims: [{date: 1950-05, by: XA}, {date: 1951, by: XB}]
    sources: [gazette]
  - date: 1998-03-04
    kind: agreement
    text: The Agreement on fisheries, which regulates the catch, was signed.
    sources: [gazette]
  - date: 2021-06
    kind: other
    text: {en: The boats stayed away., lt: Laivai nepasirodė., ru: Суда не появились.}
    revised: 2024-01-01
    translated: {lt: 2024-01-01, ru: 2024-05-06}
    sources: [gazette]
  - date: 2022
    kind: border
    text: The crossing at Kamen (Камень) was closed for a week.
    sources: [gazette]
  - date: 2023
    kind: other
    text: Beta counted its boats.
    according_to: Beta
    sources: [embassy]
""",
    "visits.yaml": """\
visits:
  - {date: 2009-09-16, level: state, visitor: Ada Alpha, office: President of Alpha, country: XA,
     place: Betaburg, sources: [gazette]}
  - {date: 2001, level: working, visitor: Bo Before, office: President, country: XA,
     place: Betaville, sources: [gazette]}
""",
    "agreements.csv": """\
id,title,signed,in_force,status,status_date,note,sources
treaty,Treaty of peace,1949-01-02,1949-06-01,in force,2025-12-31,It provides for peace.,gazette
fisheries,Agreement on fisheries,1998-03-04,1999-01-01,denounced,2020-05-06,It regulated it.,gazette
salt,Agreement on salt,1999-03,1999,terminated,2010,Replaced by custom.,gazette; yearbook
""",
    "statements.yaml": """\
statements:
  - {by: "Ada Alpha, President of Alpha", date: 2015-02-03, text: all is well, sources: [embassy]}
  - {by: XA, as_of: 2025, text: nothing has changed, sources: [embassy]}
""",
    "sectors.yaml": """\
sectors:
  - topic: trade
    title: Trade
    body: The two trade in boats.
    sources: [yearbook]
    positions:
      - {by: XB, text: trade is growing}
    figures:
      - {label: Share of boats, value: 60.2, unit: "%", as_of: 2025, group: goods}
      - {label: Share of salt, value: 40, unit: "%", as_of: 2025, group: goods}
      - {label: Boats, value: 70, unit: boats, as_of: 2024}
  - topic: border
    title: Border
    sources: [yearbook]
    figures:
      - {label: Length, value: 640, unit: km, as_of: 2020, note: Alpha's survey.}
      - {label: Length, value: 680, unit: km, as_of: 2020, note: Beta's survey.}
      - {label: Crossings a day, value: 7000, unit: people, as_of: 2025}
""",
    "series.yaml": """\
series:
  - {id: sold, measure: exports, title: Exports, unit: US$, currency: USD, price_basis: current,
     flow: exports, reporter: XA, partner: XB, sources: [yearbook]}
  - {id: bought, measure: exports, title: Imports, unit: US$, currency: USD, price_basis: current,
     flow: imports, reporter: XB, partner: XA, sources: [yearbook]}
  - {id: gdp, measure: gdp, title: GDP, unit: US$, currency: USD, reporter: XA,
     sources: [yearbook]}
  - {id: people, measure: population, title: People, unit: people, reporter: XA,
     sources: [yearbook]}
  - {id: visas, measure: other, title: Visas, unit: visas, gaps: true, sources: [yearbook]}
""",
    "observations.csv": """\
series,period,value
sold,2021,1200000
sold,2022,1250000
sold,2023,1300000
bought,2022,1100000
bought,2023,1150000
gdp,2023,49000000000
gdp,2024,50100000000
people,2024,3990000
people,2025,4000000
visas,2019,10
visas,2020,12
visas,2024,11
""",
    "organisations.yaml": """\
organisations:
  - name: Society of boatmen
    kind: association
    founded: 1926
    count: {label: Members, value: 1840, unit: people, as_of: 2025}
    sources: [yearbook]
""",
    "meetings.yaml": """\
meetings:
  - title: Meeting of ministers
    date: 2026-03-01
    topics:
      - title: Boats
        background: The boats are many.
        objectives: [A date for talks.]
""",
    "sources.yaml": """\
sources:
  - id: gazette
    publisher: Gazette
    title: Notices
    date: 2025
    reliability: official
  - id: yearbook
    publisher: Office
    title: Yearbook
    retrieved: 2026-01-30
    reliability: statistical
  - id: embassy
    publisher: Embassy of Beta
    title: Our relations
    retrieved: 2026-01-30
    reliability: party-claim
""",
}


FISHERIES = "Agreement on fisheries"
PRESENT = f"speaks in the present tense of an agreement that is denounced: {FISHERIES}"

FAULTS = {
    # Sources.
    "a finding without a source": Fault(
        "no-source", "dossier.yaml",
        "  - text: The papers speak of a pause.\n    sources: [gazette]\n",
        "  - «text: The papers speak of a pause.\n",
        "no source supports this record",
    ),
    "a position without a source": Fault(
        "no-source", "sectors.yaml", "  - topic: border\n",
        "  - topic: road\n    title: Road\n    positions: [«{by: XA, text: it is long}]\n"
        "  - topic: border\n",
        "no source supports this record",
    ),
    "a background without a source": Fault(
        "no-source", "sectors.yaml", "  - topic: border\n",
        "  - «{topic: rail, title: Railway, body: It is short.}\n  - topic: border\n",
        "no source supports this record",
    ),
    "a figure without a source": Fault(
        "no-source", "sectors.yaml", "  - topic: border\n",
        "  - topic: salt\n    title: Salt\n    figures:\n"
        "      - «{label: Pans, value: 3, unit: pans, as_of: 2025}\n  - topic: border\n",
        "no source supports this record",
    ),
    "a source without a date": Fault(
        "undated-source", "sources.yaml", "  - id: gazette\n    publisher: Gazette\n"
        "    title: Notices\n    date: 2025\n",
        "  - «id: gazette\n    publisher: Gazette\n    title: Notices\n",
        "the source `gazette` has no date",
    ),
    "an event that one party alone reports": Fault(
        "claim-as-fact", "events.yaml", "  - date: 2023\n    kind: other\n"
        "    text: Beta counted its boats.\n    according_to: Beta\n",
        "  - «date: 2023\n    kind: other\n    text: Beta counted its boats.\n",
        "one party's own account is all that supports this, yet it reads as fact",
    ),
    "a figure that one party alone reports": Fault(
        "claim-as-fact", "countries.yaml", "population: {value: 4000000, unit: people,",
        "population: «{value: 4000000, sources: [embassy], unit: people,",
        "one party's own account is all that supports this, yet it reads as fact",
    ),
    "a source that is not there": Fault(
        "unknown-source", "agreements.csv", "gazette; yearbook", "«gazette; yearbok",
        "there is no source `yearbok`",
    ),
    # Contradictions.
    "claims that agree": Fault(
        "competing-claims", "events.yaml",
        "claims: [{date: 1950-05, by: XA}, {date: 1951, by: XB}]",
        "claims: «[{date: 1950-05, by: XA}, {date: 1950-05-06, by: XB}]",
        "the claims all give the date of the event itself",
    ),
    "an event on a day that nobody claims": Fault(
        "competing-claims", "events.yaml", "- date: 1950-05\n", "- date: «1950-06\n",
        "1950-06 is none of the dates claimed: 1950-05, 1951",
    ),
    "relations established twice": Fault(
        "competing-claims", "events.yaml", "- date: 2022\n    kind: border",
        "- date: «2022\n    kind: relations",
        "relations are established on 2022 and, by another event, on 1950-05",
    ),
    "two values of one figure": Fault(
        "competing-claims", "sectors.yaml",
        "value: 680, unit: km, as_of: 2020, note: Beta's survey.",
        "value: «680, unit: km, as_of: 2020", "Length is 680 here and 640 elsewhere",
    ),
    "two lengths in two sectors": Fault(
        "competing-claims", "sectors.yaml", "{label: Boats, value: 70, unit: boats, as_of: 2024}",
        "{label: Boats, value: 70, unit: boats, as_of: 2024}\n"
        "      - {label: Length of the river, value: 50, unit: km, as_of: 2020}\n"
        "  - topic: river\n    title: River\n    sources: [yearbook]\n    figures:\n"
        "      - {label: Length of the river, value: «55, unit: km, as_of: 2020}",
        "Length of the river is 55 here and 50 elsewhere",
    ),
    # Time.
    "an old figure": Fault(
        "stale-figure", "sectors.yaml", "value: 70, unit: boats, as_of: 2024",
        "value: 70, unit: boats, as_of: «2021",
        "the figure is of 2021, more than 4 years before 2026-01-31",
    ),
    "a figure with a short life": Fault(
        "stale-figure", "sectors.yaml", "value: 70, unit: boats, as_of: 2024",
        "value: 70, unit: boats, valid_years: 1, as_of: «2024",
        "the figure is of 2024, more than 1 year before 2026-01-31",
    ),
    "a series that ended": Fault(
        "stale-figure", "observations.csv", "visas,2019,10\nvisas,2020,12\nvisas,2024,11\n",
        "visas,2019,10\nvisas,«2020,12\n",
        "the newest value of visas is of 2020, more than 4 years before 2026-01-31",
    ),
    "a visit to come": Fault(
        "future-date", "visits.yaml", "- {date: 2009-09-16", "- {date: «2029-09-16",
        "`date` 2029-09-16 lies after the dossier's own date, 2026-01-31",
    ),
    "an event to come": Fault(
        "future-date", "events.yaml", "- date: 2022\n", "- date: «2026-02\n",
        "`date` 2026-02 lies after the dossier's own date, 2026-01-31",
    ),
    "a signature to come": Fault(
        "future-date", "agreements.csv",
        "Treaty of peace,1949-01-02,1949-06-01,in force,2025-12-31",
        "Treaty of peace,1949-01-02,1949-06-01,in force,«2026-12-31",
        "`status_date` 2026-12-31 lies after the dossier's own date, 2026-01-31",
    ),
    "in force before its day": Fault(
        "future-date", "agreements.csv", "Treaty of peace,1949-01-02,1949-06-01",
        "Treaty of peace,1949-01-02,«2026-06-01",
        "`in_force` 2026-06-01 lies after the dossier's own date, 2026-01-31",
    ),
    "a source read tomorrow": Fault(
        "future-date", "sources.yaml", "    title: Yearbook\n    retrieved: 2026-01-30",
        "    title: Yearbook\n    retrieved: «2026-02-01",
        "`retrieved` 2026-02-01 lies after the dossier's own date, 2026-01-31",
    ),
    "a period to come": Fault(
        "future-date", "observations.csv", "gdp,2024,", "gdp,«2027,",
        "`period` 2027 lies after the dossier's own date, 2026-01-31",
    ),
    "a figure of next year": Fault(
        "future-date", "organisations.yaml", "as_of: 2025", "as_of: «2027",
        "`as_of` 2027 lies after the dossier's own date, 2026-01-31",
    ),
    "a visit before the term": Fault(
        "outside-term", "visits.yaml", "- {date: 2009-09-16", "- {date: «2004-12-16",
        "2004-12-16 lies outside every term of Ada Alpha: President from 2005-03-01 to today",
    ),
    "a visit after the term": Fault(
        "outside-term", "visits.yaml", "- {date: 2001", "- {date: «2006",
        "2006 lies outside every term of Bo Before: President from 1999 to 2005-03-01",
    ),
    "a statement before the term": Fault(
        "outside-term", "statements.yaml", "date: 2015-02-03", "date: «2003-02-03",
        "2003-02-03 lies outside every term of Ada Alpha: President from 2005-03-01 to today",
    ),
    "relations with a state not recognised": Fault(
        "relations-before-recognition", "events.yaml",
        "  - date: 1950-01-10\n    kind: recognition\n    text: Alpha recognised Beta.\n"
        "    sources: [gazette]\n  - date: 1950-05\n",
        "  - date: 1950-06-10\n    kind: recognition\n    text: Alpha recognised Beta.\n"
        "    sources: [gazette]\n  - date: «1950-05\n",
        "relations begin on 1950-05, before the first recognition on 1950-06-10",
    ),
    # Agreements.
    "a denounced agreement in the present tense": Fault(
        "denounced-in-present", "agreements.csv", "It regulated it.", "«It regulates it.",
        f'"regulates" {PRESENT}',
    ),
    "a finding on a denounced agreement": Fault(
        "denounced-in-present", "dossier.yaml",
        "Relations are calm, and the Agreement on fisheries no longer applies.",
        "«The Agreement on fisheries is still in force.", f'"is still in force" {PRESENT}',
    ),
    "a sector on a denounced agreement": Fault(
        "denounced-in-present", "sectors.yaml", "The two trade in boats.",
        "«Boats are few. The agreement on Fisheries governs the rest.", f'"governs" {PRESENT}',
    ),
    "an event after the end of an agreement": Fault(
        "denounced-in-present", "events.yaml", "The boats stayed away.,",
        "«The Agreement on fisheries applies.,", f'"applies" {PRESENT}',
    ),
    "an end without a date": Fault(
        "missing-status-date", "agreements.csv", "1999,terminated,2010,", "1999,«terminated,,",
        "the agreement is terminated, and nobody says since when",
    ),
    "in force before it was signed": Fault(
        "force-before-signature", "agreements.csv", "1949-06-01", "«1948-06-01",
        "the agreement enters into force on 1948-06-01, before it was signed on 1949-01-02",
    ),
    "a status before it was signed": Fault(
        "status-before-signature", "agreements.csv", "terminated,2010,", "terminated,«1998,",
        "the agreement has its status on 1998, before it was signed on 1999-03",
    ),
    # Series and figures.
    "a missing year": Fault(
        "series-gap", "observations.csv", "sold,2023,1300000",
        "sold,2023,1300000\nsold,«2025,1400000",
        "sold has no value for 2024",
    ),
    "missing years": Fault(
        "series-gap", "observations.csv", "people,2024,3990000",
        "people,2019,3900000\npeople,2020,3900000\npeople,«2024,3990000",
        "people has no value for 2021 to 2023",
    ),
    "two values of one period": Fault(
        "duplicate-period", "observations.csv", "sold,2023,1300000",
        "sold,2023,1300000\n«sold,2023,1310000", "sold has two values for 2023",
    ),
    "two currencies in one chart": Fault(
        "mixed-basis", "series.yaml",
        "title: Imports, unit: US$, currency: USD, price_basis: current,\n     flow: imports,",
        "title: Imports, unit: US$, currency: «EUR, price_basis: current,\n     flow: exports,",
        "bought has the currency EUR and sold, in the same chart, USD",
    ),
    "two price bases in one chart": Fault(
        "mixed-basis", "series.yaml",
        "title: Imports, unit: US$, currency: USD, price_basis: current",
        "title: Imports, unit: US$, currency: USD, price_basis: «constant",
        "bought has the price basis constant and sold, in the same chart, current",
    ),
    "a price basis left out in one chart": Fault(
        "mixed-basis", "series.yaml",
        "- {id: bought, measure: exports, title: Imports, unit: US$, currency: USD, "
        "price_basis: current",
        "- «{id: bought, measure: exports, title: Imports, unit: US$, currency: USD",
        "bought has the price basis (none) and sold, in the same chart, current",
    ),
    "mirrors of different years": Fault(
        "mirror-missing", "observations.csv", "bought,2022,1100000\nbought,2023,1150000",
        "«bought,2024,1100000\nbought,2025,1150000",
        "XA reports its exports to XB, and bought its mirror, for none of the same periods: the gap"
        " cannot be computed",
    ),
    "a lost thousand": Fault(
        "unit-jump", "observations.csv", "sold,2022,1250000", "sold,2022,«1250",
        "sold goes from 1200000 to 1250 in 2022",
    ),
    "a figure without its thousands": Fault(
        "unit-jump", "countries.yaml", "value: 4000000", "value: «4000",
        "the figure is 4000, and the series of the same year has 4000000",
    ),
    "a figure in billions": Fault(
        "unit-jump", "countries.yaml", "value: 50000000000", "value: «50000",
        "the figure is 50000, and the series of the same year has 50100000000",
    ),
    "shares that leave something out": Fault(
        "shares-sum", "sectors.yaml", 'value: 60.2, unit: "%", as_of: 2025, group: goods',
        'value: 50.2, unit: "%", as_of: 2025, group: «goods',
        "the shares of the group goods add up to 90.2, not to 100",
    ),
    "shares of two years": Fault(
        "shares-sum", "sectors.yaml", 'value: 40, unit: "%", as_of: 2025, group: goods',
        'value: 40, unit: "%", as_of: «2024, group: goods',
        "shares of the group goods hold for 2025 and for 2024",
    ),
    "fewer than no people": Fault(
        "negative-count", "organisations.yaml", "value: 1840", "value: «-1840",
        "-1840 people cannot be",
    ),
    "fewer than no people in a series": Fault(
        "negative-count", "observations.csv", "people,2024,3990000", "people,2024,«-3990000",
        "-3990000 people cannot be",
    ),
    "less than no area": Fault(
        "negative-count", "countries.yaml", "value: 12000", "value: «-12000",
        "-12000 km² cannot be",
    ),
    # Texts.
    "a translation that lags behind": Fault(
        "stale-translation", "events.yaml", "lt: 2024-01-01", "lt: «2023-12-31",
        "the translation (lt) is of 2023-12-31, the text of 2024-01-01",
    ),
    "a translation that is not there": Fault(
        "stale-translation", "events.yaml", "lt: 2024-01-01", "pl: «2024-01-01",
        "there is no text in the language pl",
    ),
    "a Cyrillic word in an English text": Fault(
        "unexpected-script", "events.yaml", "The crossing at Kamen (Камень)",
        "«The crossing at Камень", '"Камень" is Cyrillic in a text of the language en',
    ),
    "a Greek word in a Russian text": Fault(
        "unexpected-script", "events.yaml", "Суда не появились", "«Суда не ήρθαν",
        '"ήρθαν" is Greek in a text of the language ru',
    ),
    "a Cyrillic letter in a Latin word": Fault(
        "unexpected-script", "visits.yaml", "Betaville", "«Bet\u0430ville",
        '"Bet\u0430ville" mixes the scripts Cyrillic and Latin: \u0430 is Cyrillic small letter a',
    ),
    "a Latin letter in a Cyrillic word": Fault(
        "unexpected-script", "events.yaml", "Суда не", "«Суд\u0061 не",
        '"Суд\u0061" mixes the scripts Cyrillic and Latin: \u0061 is Latin small letter a',
    ),
    "an English text filed as Russian": Fault(
        "unexpected-script", "events.yaml", "ru: Суда не появились.", "ru: «The boats stayed away.",
        "most of this text of the language ru is in Latin letters",
    ),
    "a note of Wikipedia": Fault(
        "machine-leftover", "countries.yaml", "languages: Betan, after 1990 only",
        "languages: «Betan[citation needed]", '"[citation needed]" is left over from copying',
    ),
    "filler": Fault(
        "machine-leftover", "organisations.yaml", "Society of boatmen", "«Lorem ipsum dolor",
        '"Lorem ipsum" is left over from a template',
    ),
    "a thing to do": Fault(
        "machine-leftover", "meetings.yaml", "A date for talks.", "«TODO ask the desk",
        '"TODO" is left over from drafting',
    ),
    "a tag": Fault(
        "machine-leftover", "statements.yaml", "text: nothing has changed",
        "text: «nothing<br/>changed",
        '"<br/>" is left over from a web page',
    ),
    "a character reference": Fault(
        "machine-leftover", "agreements.csv", "Replaced by custom.", "«Replaced&nbsp;by custom.",
        '"&nbsp;" is left over from a web page',
    ),
    "a character that was lost": Fault(
        "machine-leftover", "sources.yaml", "publisher: Gazette", "publisher: «Gaz\ufffdtte",
        '"\ufffd" is left over from text read in a wrong encoding',
    ),
    "an accent read as Windows-1252": Fault(
        "machine-leftover", "sources.yaml", "title: Notices",
        "title: «Journal de l'\u00c3\u00a9tat",
        '"\u00c3\u00a9" is left over from text read in a wrong encoding',
    ),
    "an apostrophe read as Windows-1252": Fault(
        "machine-leftover", "sources.yaml", "title: Yearbook",
        "title: «The state\u00e2\u20ac\u2122s",
        '"\u00e2\u20ac\u2122" is left over from text read in a wrong encoding',
    ),
    # The schema.
    "a day that does not exist": Fault(
        "bad-date", "meetings.yaml", "date: 2026-03-01", "date: «2026-02-30",
        '`date` is "2026-02-30", expected an ISO date',
    ),
    "a misspelt field": Fault(
        "unknown-field", "meetings.yaml", "background: The", "«backgruond: The",
        "`backgruond` is not a field of this topic",
    ),
    "an unknown kind": Fault(
        "bad-choice", "organisations.yaml", "kind: association", "kind: «club",
        '`kind` is "club", expected one of `community`, `association`, `institution` or '
        "`programme`",
    ),
    "a decimal comma": Fault(
        "bad-number", "observations.csv", "visas,2019,10", 'visas,2019,«"10,5"',
        '`value` is "10,5", expected a number',
    ),
    "a number of years below none": Fault(
        "bad-number", "sectors.yaml", "value: 7000,", "value: 7000, valid_years: «-1,",
        '`valid_years` is "-1", expected at least 0',
    ),
}  # fmt: skip

#: What comes near a fault and is none: changes of the sound dossier that leave it sound.
SOUND = {
    "a body without facts needs no source": (
        "sectors.yaml", "  - topic: border\n",
        "  - {topic: rail, title: Railway}\n  - topic: border\n",
    ),
    "both parties say so": (
        "sources.yaml", "  - id: embassy\n",
        "  - {id: ours, publisher: Ministry of Alpha, title: Ours, date: 2025, "
        "reliability: party-claim}\n  - id: embassy\n",
    ),
    "a figure is of the whole of the last year that counts": (
        "sectors.yaml", "value: 70, unit: boats, as_of: 2024",
        "value: 70, unit: boats, as_of: 2022",
    ),
    "an old figure that still serves": (
        "sectors.yaml", "value: 70, unit: boats, as_of: 2024",
        "value: 70, unit: boats, valid_years: 40, as_of: 1990",
    ),
    "an old series that still serves": (
        "series.yaml", "  - {id: visas",
        "  - {id: old, measure: other, title: Old, unit: boats, valid_years: 40,\n"
        "     sources: [yearbook], observations: [{period: 1990, value: 1}]}\n  - {id: visas",
    ),
    "an area does not age": ("countries.yaml", "as_of: 1990", "as_of: 1890"),
    "the year of the dossier": ("events.yaml", "- date: 2022\n", "- date: 2026\n"),
    "an agreement that is to enter into force": (
        "agreements.csv", "1949-06-01,in force,2025-12-31", "2026-06-01,signed,2025-12-31",
    ),
    "the last day of the term": ("visits.yaml", "date: 2001", "date: 2005-03-01"),
    "the year in which the term began": ("visits.yaml", "date: 2009-09-16", "date: 2005"),
    "a visit in an office held before": (
        "visits.yaml", "- {date: 2009-09-16, level: state, visitor: Ada Alpha, "
        "office: President of Alpha",
        "- {date: 1990, level: state, visitor: Ada Alpha, office: Vice President of Alpha",
    ),
    "a namesake from the other state": (
        "visits.yaml", "visitor: Bo Before, office: President, country: XA",
        "visitor: Ada Alpha, office: President, country: XB",
    ),
    "recognition and relations in one month": (
        "events.yaml", "- date: 1950-01-10", "- date: 1950-05-31",
    ),
    "one date, day and month": (
        "events.yaml", "- date: 2022\n    kind: border", "- date: 1950-05-06\n    kind: relations",
    ),
    "an agreement in force in the present tense": (
        "dossier.yaml", "The papers speak of a pause.", "The Treaty of peace governs the rest.",
    ),
    "a denounced agreement in the past tense": (
        "dossier.yaml", "The papers speak of a pause.", "The Agreement on fisheries governed it.",
    ),
    "a denounced agreement, spoken of before its end": (
        "events.yaml", "The crossing at Kamen", "The rule on crossings applies. The post at Kamen",
    ),
    "signed and in force in one year": ("agreements.csv", "1949-06-01", "1949"),
    "every fourth year": (
        "observations.csv", "people,2024,3990000\npeople,2025,4000000",
        "people,2016,3990000\npeople,2020,3990000\npeople,2024,4000000",
    ),
    "two bases for two audiences": (
        "series.yaml", "unit: US$, currency: USD, price_basis: current,\n     flow: imports,",
        "unit: US$, currency: USD, price_basis: current, only: [press],\n     flow: imports,",
    ),
    "one mirror alone": (
        "series.yaml", "flow: imports, reporter: XB, partner: XA",
        "flow: imports, reporter: XA, partner: XB",
    ),
    "a steep rise": ("observations.csv", "sold,2023,1300000", "sold,2023,500000000"),
    "shares that are rounded": ("sectors.yaml", "value: 60.2", "value: 59"),
    "a negative rate": (
        "sectors.yaml", "{label: Boats, value: 70, unit: boats, as_of: 2024}",
        '{label: Growth, value: -2.5, unit: "%", as_of: 2024}',
    ),
    "a name in its own script": (
        "events.yaml", "The crossing at Kamen (Камень)", 'The post at Kamen Log "Каменный Лог"',
    ),
    "a Latin abbreviation in a Russian text": (
        "events.yaml", "Суда не появились.", "Суда BBC не появились сегодня.",
    ),
    "a hyphen between two scripts": (
        "events.yaml", "Суда не появились.", "BBC-шные суда не появились.",
    ),
    "a unit": ("events.yaml", "Laivai nepasirodė.", "Laivai 5 µm ir 3 Ω."),
    "an ampersand": ("sources.yaml", "publisher: Gazette", "publisher: Smith & Sons; R&D"),
    "capitals with rings": ("sources.yaml", "publisher: Gazette", "publisher: ÅSA ÄNGSÖ, KÖLN"),
}  # fmt: skip
