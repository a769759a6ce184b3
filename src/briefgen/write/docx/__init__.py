"""The Word writer: a laid-out document becomes a Word file.

``compile`` is where to start reading. python-docx is used for its package layer
only; the package's name does not clash with it, for all imports are absolute.
"""
