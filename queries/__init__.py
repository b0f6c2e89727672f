"""The named questions, the checks and the derivations, as SPARQL files."""
