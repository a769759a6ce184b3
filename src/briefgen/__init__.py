"""Briefing papers on bilateral relations, one for each audience, in PDF and Word.

Import from the modules, not from here: ``docs/architecture.md`` names them in
the order in which data flows through them.
"""

__version__ = "0.1.0"
