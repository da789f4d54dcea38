"""Errors are one line and say which known word was meant."""

from __future__ import annotations

from geotracker import errors


def test_every_error_is_for_the_user() -> None:
    """All are children of GeotrackerError, and only a held lock has an exit code of its own."""
    found = [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, Exception)]
    assert all(issubclass(error, errors.GeotrackerError) for error in found)
    assert {error.__name__ for error in found if error.exit_code != 1} == {"LockedError"}


def test_every_error_stands_in_the_tree() -> None:
    """The docstring of the module draws them all."""
    drawn = errors.__doc__ or ""
    assert all(name in drawn for name in vars(errors) if name.endswith("Error"))


def test_the_nearest_word_is_offered() -> None:
    """A slip of the finger is recognised, a strange word is not."""
    assert errors.nearest("colour", ["color", "shape"]) == " (did you mean 'color'?)"
    assert errors.nearest("zzz", ["color", "shape"]) == ""
