"""A bank of three hundred customers, written once: large enough that everything planted is in it."""

import pytest

from ingest.lakeside.deliver import write
from tests.ingest.lakeside.written import Written


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory = tmp_path_factory.mktemp("generated")
    write(directory, size="300")
    return Written(directory)
