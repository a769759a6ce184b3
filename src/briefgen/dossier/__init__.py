"""Second stage: located records become one validated, cross-referenced dossier."""
