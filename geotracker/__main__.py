"""`python -m geotracker` is the `geotracker` command."""

from geotracker.cli import main

if __name__ == "__main__":
    main(prog_name="geotracker")
