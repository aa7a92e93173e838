"""Record documents: named fields whose hash stands on the chain, each of which can be shown or erased alone."""
