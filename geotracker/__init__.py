"""geotracker turns published daily war reports into a sourced, dated, mapped record."""
