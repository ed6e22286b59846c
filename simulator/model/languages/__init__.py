"""How the languages of the SDKs read a value: a module for each, tested against tables made in that language."""
