"""What proves a release later: the record of how it was made, and a package that opens without us."""
