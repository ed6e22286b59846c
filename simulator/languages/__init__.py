"""How the languages of the SDKs read a value: a module each, which knows nothing but values."""
