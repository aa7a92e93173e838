"""The mirror's tables, the rules that derive them from events, and what people wrote beside the chain."""
