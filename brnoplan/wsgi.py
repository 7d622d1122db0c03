import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")
django_application = get_wsgi_application()

# The page store needs the models, which are there only now.
from brnoplan.backup import opening  # noqa: E402
from brnoplan.pagestore import StoredPages  # noqa: E402

opening.refuse_closed()
application = StoredPages(django_application)
