"""Which diner a request means: names and cards compared, evidence weighed, a degree of concordance."""
