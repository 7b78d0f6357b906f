"""The application for `flask --app app …` and for any WSGI server."""

from wgec_living import create_app

app = create_app()
