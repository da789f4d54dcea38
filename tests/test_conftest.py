"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
SCRIPTS = CONFTEST.parents[1] / "scripts"


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return an empty project with this conftest.py and no corpus."""
    monkeypatch.delenv("GEOTRACKER_CORPUS", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(SCRIPTS))
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    return pytester


def _last_line(result: pytest.RunResult) -> str:
    return [line for line in result.outlines if line.strip()][-1]


def test_last_line_counts_what_was_not_run(project: pytest.Pytester) -> None:
    """The last line counts passed and failed tests, and those not run by their reason."""
    project.makepyfile("""
        import pytest
        def test_one(): pass
        def test_two(corpus): pass
        def test_three(corpus): pass
        @pytest.mark.skip("on Windows only")
        def test_four(): pass
    """)
    result = project.runpytest_subprocess()
    assert result.ret == 0
    assert _last_line(result) == "1 passed, 0 failed, 3 not run (no corpus: 2, on Windows only: 1)"


def test_errors_count_as_failed(project: pytest.Pytester) -> None:
    """A test that fails and one that cannot start are both failed, and so is the run."""
    project.makepyfile("""
        import pytest
        @pytest.fixture
        def broken(): raise ValueError
        def test_one(): assert 0
        def test_two(broken): pass
    """)
    result = project.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert _last_line(result) == "0 passed, 2 failed, 0 not run"


def test_corpus_is_the_folder_that_the_environment_names(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GEOTRACKER_CORPUS gives the folder; one that does not exist is a failure, not a test left out."""
    project.makepyfile("def test_one(corpus): assert corpus.is_absolute()")
    monkeypatch.setenv("GEOTRACKER_CORPUS", ".")
    assert _last_line(project.runpytest_subprocess()) == "1 passed, 0 failed, 0 not run"
    monkeypatch.setenv("GEOTRACKER_CORPUS", "nowhere")
    assert _last_line(project.runpytest_subprocess()) == "0 passed, 1 failed, 0 not run"


def test_network_is_closed(project: pytest.Pytester) -> None:
    """A test that reaches out fails, even where the code under test forgives every exception; loopback works."""
    project.makepyfile("""
        import socket
        def test_address():
            try: socket.create_connection(("192.0.2.1", 80), timeout=1)
            except Exception: pass
        def test_name():
            try: socket.getaddrinfo("example.org", 80)
            except Exception: pass
        def test_loopback():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()
    """)
    result = project.runpytest_subprocess()
    assert _last_line(result) == "1 passed, 2 failed, 0 not run"
    result.stdout.fnmatch_lines(["*tried to reach 192.0.2.1*", "*tried to reach example.org*"], consecutive=False)
