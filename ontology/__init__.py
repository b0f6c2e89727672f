"""The pledgegraph vocabulary, its scales, shapes and alignments, as Turtle files."""
