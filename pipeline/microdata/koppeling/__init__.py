"""Linkage of rows whose PGN leads nowhere: Splink weighs keyed hashes of link fields, and SQL decides.

On PGN first, then on the school's own number where all deliveries know one PGN with it (step 030). What is
left is weighed: a row of Intergrip whose person is no leaver of that cohort, beside the leavers; and a leaver
without a valid BSN, beside those of other schools with a better number. Two valid BSNs are two persons,
whatever else agrees; and a leaver who was measured at a moment already has no second row for it, also when
that was under the number that another school gave her.

Decisions:

- Weights and threshold are settings, never estimated in a run: the same input gives the same links. Scores
  are rounded before they are compared, because their last digits depend on the order of adding.
- One to one: a pair is a link when its chance reaches the threshold and its weight is `marge` bits above
  every other pair that either of the two is in, whichever side of it they are: a leaver who may be one of a
  better number and whom a third may be is linked to neither when both fit, so there are no chains. Pairs
  within the margin of each other (twins with the same first letters, or two rows with a mistyped number that
  fit one leaver) are not linked and are counted as dubbelzinnig.
- The person is the side with the better number: BSN, onderwijsnummer, a number that fails the check, none.
- Link fields are read from the deliveries into temporary tables of the session that builds, and weighed in a
  session of its own that can reach nothing outside. The microdata holds pseudonyms, weights and decisions,
  and no link field.
- The register of links (register.py) remembers and tells; it decides nothing. Microdata is a function of
  deliveries, settings and code, so a better delivery may change a link, and then the register has a
  correction. A link that had to stay because it was made once would make an older mistake permanent. The
  names in it go with the rows they are of.
"""
