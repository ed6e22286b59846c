"""The model held against what the real stacks did, recorded or run."""
