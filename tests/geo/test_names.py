"""Tests of keys: two spellings of one name are equal, two names are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.geo import names

SAME = [
    ("Kupyansk", "Kupiansk", "Kupjansk", "Куп'янськ", "Купянск"),
    ("Hulyaipole", "Huliaipole", "Gulyaypole", "Гуляйполе", "Гуляй-Поле"),
    ("Zaporizhia", "Zaporizhzhia", "Zaporizhzhya", "Запоріжжя"),
    ("Velykyi", "Velyky", "Velykyy", "Великий"),
    ("Oryol", "Orël", "Orel", "Орёл"),
    ("Ivanivka", "Ivanovka", "Іванівка", "Ивановка"),
    ("Pokrovske", "Pokrovskoye", "Покровське", "Покровское"),
    ("Myrnohrad", "Mirnograd", "Мирноград"),
    ("Shcherbynivka", "Scherbinovka", "Щербинівка"),
    ("Tyotkino", "Tetkino", "Тёткино"),
    ("Marinka", "Mariinka", "Mar'inka", "Мар'їнка"),
]
DIFFERENT = [
    ("Pokrovsk", "Pokrovske"),
    ("Lyman", "Lymany"),
    ("Kaluga", "Kalush"),
    ("Orlivka", "Orlianka"),
    ("Irpin", "Izyum"),
]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_name_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    """However a name came into Latin letters, its skeleton is the same."""
    assert len({names.skeleton(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_skeletons(one: str, other: str) -> None:
    """Names that differ in more than romanisation stay apart."""
    assert names.skeleton(one) != names.skeleton(other)


@pytest.mark.parametrize("spelling", ["IVANO-FRANKIVSK", "Ivano-Frankivs'k", "ivano  frankivsk", "Ivano–Frankivsk"])
def test_case_accents_apostrophes_and_hyphens_do_not_matter(spelling: str) -> None:
    """A key folds what never tells two places apart."""
    assert names.key(spelling) == "ivano frankivsk"


@pytest.mark.parametrize(
    ("name", "country", "latin"),
    [
        ("Гуляйполе", "UA", "Huliaipole"),
        ("Згурівка", "UA", "Zghurivka"),
        ("Єланець", "UA", "Yelanets"),
        ("Нижний Новгород", "RU", "Nizhny Novgorod"),
        ("Юхнов", "RU", "Yukhnov"),
    ],
)
def test_cyrillic_names_are_romanised_as_their_country_does(name: str, country: str, latin: str) -> None:
    """Ukraine's names follow its own system, Russia's the common English one."""
    assert names.romanise(name, country) == latin


@given(st.text(max_size=300))
def test_a_key_is_its_own_key(text: str) -> None:
    """Folding twice changes nothing, whatever the text."""
    assert names.key(names.key(text)) == names.key(text)
