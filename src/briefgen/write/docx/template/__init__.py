"""A ministry's own Word template: read, cleaned, filled, and joined with a finished paper.

``template`` is where to start reading. The paper is compiled as it is without a template;
what stands here works on the two packages, so that the compiler knows nothing of templates.
A template is hostile input: all of this runs in the sandboxed renderer.
"""
