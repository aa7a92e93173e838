"""Rights: shares of kinds of right in assets, for a term, held by parties; and the locks that lie on them."""
