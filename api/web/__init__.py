"""Pages: presenters in ``pages``, layout in ``templates``, the style sheet in ``static``."""
