"""Letters about a decision: their words as data, and the draft made from them."""
