"""Reading: the outline and item pages uncached, the page store, and a plan of 10,000 items."""

import statistics
from unittest.mock import patch

from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.ground import (
    add_comments,
    at_least,
    at_most,
    connection,
    cpu_ratio,
    django,
    make_plan,
    server,
    throughput,
    told,
)
from brnoplan import pagestore
from comments import reading
from strategy import editions, views
from strategy.models import Edition, Item


def run() -> list[bool]:
    real = Edition.objects.published().get(plan__slug="brno-2050")
    return [
        *outline_against_its_template(),
        *page_store("/brno-2050/"),
        *large_plan(real),
    ]


def outline_against_its_template() -> list[bool]:
    """The view against the same template rendered from values already in memory."""
    request = RequestFactory(headers={"host": "127.0.0.1"}).get("/brno-2050/")
    with CaptureQueriesContext(connection) as queries:
        views.plan_detail(request, slug="brno-2050")
    with patch.object(views, "render", side_effect=render) as rendered:
        views.plan_detail(request, slug="brno-2050")
    values = rendered.call_args.args
    comments = reading.page(values[2]["root"])

    def view() -> HttpResponse:
        return views.plan_detail(request, slug="brno-2050")

    def template() -> HttpResponse:
        return render(*values)

    def template_without_any_query() -> HttpResponse:
        with patch.object(reading, "page", return_value=comments):
            return render(*values)

    name = "outline uncached / same template from memory, CPU"
    told(
        "outline uncached / the same, its comments from memory too",
        cpu_ratio(view, template_without_any_query),
    )
    return [
        at_most("outline of the real plan, queries", len(queries), 3),
        at_most(name, cpu_ratio(view, template), 1.25),
    ]


def page_store(path: str) -> list[bool]:
    """Throughput of a stored page against a bare constant page of its size, one server."""
    pagestore.store.clear()
    size = len(Client().get(path, headers={"host": "127.0.0.1"}).content)
    results = []
    with server("benchmarks.floor:application") as port:
        for name, headers in {
            "identity": "",
            "gzip": "Accept-Encoding: gzip\r\n",
            "304": "If-None-Match: *\r\n",
        }.items():
            ratios = []
            for _ in range(5):
                ours = throughput(port, path, 2, headers)
                ratios.append(ours / throughput(port, f"/podlaha/{size}/", 2, headers))
            results.append(
                at_least(f"page store / bare page, {name}", statistics.median(ratios), 1.0)
            )
    return results


def large_plan(real: Edition) -> list[bool]:
    """A plan of 10,000 items and 100,000 comments beside the real one."""
    large = editions.publish(make_plan("velky", goals=10, priorities=20, measures=49))
    items = list(Item.objects.filter(edition=large, level=3).order_by("lft"))
    small_items = list(Item.objects.filter(edition=real, tier__is_measure=True).order_by("lft"))
    client = Client(headers={"host": "127.0.0.1"})
    small, big = small_items[10], items[5000]
    add_comments([small], 20)
    paths = [item.get_absolute_url() for item in (small, big)]

    def fresh(path: str) -> HttpResponse:
        pagestore.store.clear()
        return client.get(path)

    before = cpu_ratio(lambda: fresh(paths[1]), lambda: fresh(paths[0]))
    add_comments(items[::2], 100_000)
    after = cpu_ratio(lambda: fresh(paths[1]), lambda: fresh(paths[0]))
    with CaptureQueriesContext(connection) as queries:
        views.item_detail(
            RequestFactory(headers={"host": "127.0.0.1"}).get(paths[1]),
            **django.urls.resolve(paths[1]).kwargs,
        )
    asked = len(queries)  # now, for the next request empties the log
    pages = {"plan": "/velky/", "goal": f"/velky/{items[0].get_ancestors()[1].handle}/"}
    sizes = [len(fresh(path).content) / 1000 for path in pages.values()]
    return [
        at_most("item page, 10,000 items / real plan, CPU", before, 1.1),
        at_most("item page, with 100,000 comments / real plan, CPU", after, 1.1),
        at_most("item page, queries", asked, 6),
        at_most("largest page of a plan of 10,000 items, kB", max(sizes), 500),
    ]
