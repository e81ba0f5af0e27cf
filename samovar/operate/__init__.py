"""What an operator's commands do: start, prepare, seed, examine, save and restore an installation."""
