"""A case as a document, for a paper file or a referral."""
