"""What pages say of the languages in which they can be read."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString

from strategy import languages, naming, secret_links, tier_words
from strategy.models import Tier

register = template.Library()

OWN = SafeString(f' lang="{settings.LANGUAGE_CODE}"')
NOTHING = SafeString("")


@register.simple_tag
def own_language() -> SafeString:
    """The attribute of what is written in the portal's own language, on a page in another."""
    return NOTHING if languages.is_own() else OWN


@register.simple_tag
def page_language() -> SafeString:
    """The attribute of what the page itself says within such a thing."""
    spoken = translation.get_language()
    return NOTHING if languages.is_own() else SafeString(f' lang="{spoken}"')


@register.filter
def tier(name: object) -> str:
    """The name of a tier, in the page's language where its word is a common one."""
    return tier_words.one(str(name)) if name else ""


@register.filter
def tiers(of: Tier) -> str:
    """The same of many, from the tier itself."""
    return tier_words.many(of.name, of.name_plural)


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[languages.Version]:
    """The page in each language but its own; none where what was typed would be lost by that."""
    request: HttpRequest | None = context.get("request")
    if request is None or request.method not in {"GET", "HEAD"}:
        return []
    found = languages.versions(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    return [
        one._replace(path=f"{one.path}?{query}") if query else one
        for one in found
        if not one.is_current
    ]


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> list[tuple[str, str]]:
    """Language and whole address of each version, for search engines; of no secret page."""
    request: HttpRequest | None = context.get("request")
    if request is None or request.META.get("QUERY_STRING") or not languages.others():
        return []
    if secret_links.is_secret(request.path_info):
        return []
    found = languages.versions(request.path_info)
    return [(one.code, naming.whole(one.path)) for one in found]
