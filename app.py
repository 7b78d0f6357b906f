"""The application for `flask --app app …` and for any WSGI server; a wrong setting ends it with one sentence."""

import sys

from wgec_living import create_app
from wgec_living.settings import BadSetting

try:
    app = create_app()
except BadSetting as trouble:
    sys.exit(f"Error: {trouble}")
