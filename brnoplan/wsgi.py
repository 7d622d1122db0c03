import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")
try:
    django_application = get_wsgi_application()
    from brnoplan.backup import opening
    from brnoplan.starting import refuse

    opening.refuse_closed()
    refuse()
except ImproperlyConfigured as wrong:
    # One sentence in the log of whoever starts it, and no traceback.
    sys.exit(str(wrong))

# The page store needs the models, which are there only now.
from brnoplan.pagestore import StoredPages

application = StoredPages(django_application)
