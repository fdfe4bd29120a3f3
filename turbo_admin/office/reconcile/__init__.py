"""« Mettre d'accord… »: an office and a portal that differ since either was put back from a copy are made to agree."""
