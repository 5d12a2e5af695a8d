"""Other extractors in place of ours: a spaCy pipeline, a language model behind an endpoint, a file of facts."""
