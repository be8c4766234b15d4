import pytest

_SCORE = pytest.StashKey[dict[str, int]]()


@pytest.fixture
def score(request):
    """Keeps what became of the hostile files, for the line at the end of the run."""

    def kept(**counts):
        request.config.stash[_SCORE] = counts

    return kept


def pytest_terminal_summary(terminalreporter, config):
    counts = config.stash.get(_SCORE, None)
    if counts:
        terminalreporter.write_line(
            "hostile files: {files} = {right} load right + {refused} refused with the right message + {asked} asked; "
            "silently wrong: {wrong}".format(**counts)
        )
