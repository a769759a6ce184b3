"""A worker without its tripwire: what the kernel refuses by itself."""

from briefgen.sandbox import restrict
from sandbox import jobs

restrict._watch = lambda *_: "none"

attempt = jobs.attempt
