"""Blocks that override nothing: what they hold would be lost."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from briefgen.compose.lint.sources import Template, Templates
from briefgen.diagnostics import Diagnostic, did_you_mean


def unknown_blocks(template: Template, templates: Templates) -> Iterator[Diagnostic]:
    """Yield an error for every block that no template has which this one extends."""
    if template.extends is None:
        return
    above: Template | None = template
    known: set[str] = set()
    seen: set[Template] = set()
    while above is not None and above.extends is not None and above not in seen:
        seen.add(above)
        name = above.extends.template
        above = templates.get(str(name.value)) if isinstance(name, nodes.Const) else None
        known |= {block.name for block in above.blocks} if above is not None else set()
    if above is None:
        return  # the template is not there: that is another fault
    inside = {
        inner.name
        for block in template.blocks
        for inner in block.find_all(nodes.Block)
        if inner is not block
    }
    for block in template.blocks:
        if block.name not in known | inside:
            at = max(template.source.find(block.name, block.lineno + len("block")), 0)
            message = f"the block `{block.name}` is in no template that this one extends"
            hint = did_you_mean(block.name, sorted(known))
            place = template.place(at, templates.root)
            yield Diagnostic(place, "unknown-block", message, hint)
