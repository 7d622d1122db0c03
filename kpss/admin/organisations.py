from django.contrib import admin

from kpss.admin.revision import RaisingMixin
from strategy.admin.organisations import OrganisationAdmin
from strategy.models import Organisation

admin.site.unregister(Organisation)


@admin.register(Organisation)
class PlanningOrganisationAdmin(RaisingMixin, OrganisationAdmin):
    """Of the strategy's, but that pages of community planning show organisations too."""
