"""Tables and layer definitions into files."""
