from django.test import Client

from strategy import editing
from strategy.models import Edition, Plan
from tests.factories import draft_of, publish, root_of
from tests.strategy.admin_pages import page


def plan_form(plan: Plan | None = None, **fields: object) -> dict[str, object]:
    given = {"title": "Nový plán", "slug": "novy-plan", "summary": ""}
    given |= {"period_from": "", "period_to": "", "tiers-TOTAL_FORMS": 0, "tiers-INITIAL_FORMS": 0}
    if plan is None:
        return given | fields
    given |= {"title": plan.title, "slug": plan.slug, "version": editing.version_of(plan)}
    given |= {"card_fields": plan.card_fields}
    for number, tier in enumerate(plan.tiers.all()):
        start = f"tiers-{number}-"
        given |= {f"{start}id": tier.pk, f"{start}plan": plan.pk, f"{start}name": tier.name}
        given |= {f"{start}name_plural": tier.name_plural, f"{start}position": tier.position}
        given |= {f"{start}is_measure": "on"} if tier.is_measure else {}
    tiers = plan.tiers.count()
    return given | {"tiers-TOTAL_FORMS": tiers, "tiers-INITIAL_FORMS": tiers} | fields


def test_a_new_plan_has_its_draft(superuser: Client) -> None:
    superuser.post(page("plan_add"), plan_form())
    draft = draft_of(Plan.objects.get(slug="novy-plan"))
    assert (draft.number, root_of(draft).text) == (1, "Nový plán")


def test_a_plan_gets_no_address_of_the_portal(superuser: Client) -> None:
    response = superuser.post(page("plan_add"), plan_form(slug="admin"))
    assert list(response.context["adminform"].form.errors) == ["slug"]
    assert Plan.objects.count() == 0


def test_the_second_change_of_a_plan_is_told(editor: Client, plan: Plan) -> None:
    late = plan_form(plan, title="Druhý")
    editing.change_plan(plan, editing.version_of(plan), None, title="První")
    response = editor.post(page("plan_change", plan.pk), late)
    form = response.context["adminform"].form
    assert form.compared == [
        (form.fields["title"].label, [("removed", "První")], [("added", "Druhý")])
    ]
    assert Plan.objects.get().title == "První"
    again = late | {"version": form["version"].value()}
    assert editor.post(page("plan_change", plan.pk), again).status_code == 302
    assert (Plan.objects.get().title, root_of(draft_of(plan)).text) == ("Druhý", "Druhý")


def test_the_address_of_a_published_plan_stays(superuser: Client, plan: Plan) -> None:
    address = page("plan_change", plan.pk)
    superuser.post(address, plan_form(plan, slug="jinak"))
    plan.refresh_from_db()
    assert plan.slug == "jinak"
    publish(plan)
    slug = superuser.get(address).context["adminform"].form["slug"]
    assert (slug.field.disabled, slug.value()) == (True, "jinak")
    superuser.post(address, plan_form(plan, slug="potreti", title="Přejmenovaný"))
    plan.refresh_from_db()
    assert (plan.slug, plan.title) == ("jinak", "Přejmenovaný")


def test_a_level_in_use_is_refused_in_words(superuser: Client, published: Edition) -> None:
    changed = plan_form(published.plan, **{"tiers-2-name": "Přejmenováno"})
    response = superuser.post(page("plan_change", published.plan_id), changed)
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    assert published.plan.tiers.get(position=3).name == "Priorita"


def test_a_level_of_a_draft_may_be_renamed_but_not_turned_over(
    superuser: Client, plan: Plan
) -> None:
    renamed = plan_form(plan, **{"tiers-2-name": "Úkol"})
    assert superuser.post(page("plan_change", plan.pk), renamed).status_code == 302
    assert plan.tiers.get(position=3).name == "Úkol"
    turned = plan_form(plan, **{"tiers-2-position": 9})
    response = superuser.post(page("plan_change", plan.pk), turned)
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    assert [tier.position for tier in plan.tiers.all()] == [1, 2, 3, 4]
