"""People who are signed in, as tests of pages want them most."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server


@pytest.fixture
def ana(server: Server) -> FlaskClient:
    """Ana's browser."""
    return server.signed_in(server.ana)


@pytest.fixture
def cora(server: Server) -> FlaskClient:
    """Cora's browser."""
    return server.signed_in(server.cora)
