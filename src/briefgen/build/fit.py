"""A paper is made to fit: what has the lowest priority goes until the pages suffice.

The layout that both formats share is asked, and nothing else. The number of
layouts grows with the logarithm of the number of records.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.build.edition import Dropped
from briefgen.build.job import Job, Rendered
from briefgen.build.prepare import Prepared
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.load.validate import place_of
from briefgen.view.fit import dispensable


def fitted(
    prepared: Prepared,
    formats: Sequence[str],
    shown_as: str,
    render: Callable[[Job], Rendered],
) -> tuple[Rendered, tuple[Dropped, ...]]:
    """Return a paper that has no more pages than its audience allows, and what it does without.

    Args:
        prepared: the edition.
        formats: what is to be written.
        shown_as: where a reader finds the composed text if it is at fault.
        render: has a job done.

    Raises:
        ContentError: it is too long, and nothing may be left out or that does not suffice.
    """
    job, shown = prepared.job(formats, shown_as)
    whole = render(job)
    limit = prepared.audience.max_pages
    if limit is None or whole.pages <= limit:
        return whole, ()
    if prepared.audience.fit == "fail":
        raise _too_long(prepared, whole.pages, limit)
    order = dispensable(shown, prepared.dossier.records)

    def without(count: int) -> Rendered:
        dropped = frozenset(one.location for one, _ in order[:count])
        return render(prepared.job(formats, shown_as, dropped)[0])

    # What does not fit lies below `least`, what does at `most`: first by doubling, then halving.
    least, most, best = 0, 1, whole
    while (most := min(most, len(order))) > least:
        best = without(most)
        if best.pages <= limit:
            break
        least, most = most, most * 2
    if best.pages > limit:
        raise _too_long(prepared, best.pages, limit)
    while most - least > 1:
        middle = (least + most) // 2
        tried = without(middle)
        if tried.pages <= limit:
            most, best = middle, tried
        else:
            least = middle
    tree = prepared.dossier.tree
    return best, tuple(
        Dropped(one.location, place_of(tree, *one.location), one.section, priority)
        for one, priority in order[:most]
    )


def _too_long(prepared: Prepared, pages: int, limit: int) -> ContentError:
    if prepared.audience.fit == "fail":
        message = f"the paper has {pages} pages, {limit} are allowed"
        hint = (
            "let it lose what has the lowest priority with `fit: priority`, or give sections"
            " a lower `limit` or a higher `priority`, or set them `depth: brief`"
        )
    else:
        message = f"the paper has {pages} pages without all that it could do without, not {limit}"
        hint = "take sections out, or set them `depth: brief`"
    place = place_of(prepared.settings, "max_pages")
    return ContentError([Diagnostic(place, "too-long", message, hint)])
