"""The page of verification in a browser that runs no scripts."""

import pytest

from strategy.integrity import archive
from strategy.models import ArchivedPdf, Edition
from tests import factories
from tests.strategy.sealed_pdfs import PDF

pytestmark = pytest.mark.browser


@pytest.fixture
def approved(committed):
    edition = factories.publish(factories.make_plan(), Edition.State.APPROVED)
    archive.keep(edition, ArchivedPdf.Kind.ORIGINAL, PDF)
    return edition


def test_a_file_is_chosen_and_known_without_scripts(chromium, approved, live_server, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(PDF)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/overeni/")
    page.set_input_files("#soubor", tmp_path / "plan.pdf")
    page.click("form.form button[type=submit]")
    answer = page.locator(".verdict")
    assert answer.locator("a").first.get_attribute("href") == "/zkusebni-plan/"
    assert "plan.pdf" in answer.inner_text()
    assert context.cookies() == []
    context.close()
