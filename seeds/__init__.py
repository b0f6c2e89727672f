"""The record: actors, framework, matters, events, articles, and the claims coded from each article, as Turtle files."""
