"""Arabic spelling: normalisation with offsets, clitics, sentences, dates."""
