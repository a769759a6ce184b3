"""That a paper does not depend on what is withheld: worlds that differ in nothing else."""
