"""How long searches take: counted in each process, added up in the database, told as percentiles."""
