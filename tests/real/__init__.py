"""The model compared with the real stacks, recorded or run."""
