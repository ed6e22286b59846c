"""How the languages of the SDKs read a value: a module for each, tested against tables of what the language does."""
