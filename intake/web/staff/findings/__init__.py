"""Working on the findings of a case: dealing with each, from evidence."""
