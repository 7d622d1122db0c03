"""Everything there is, to compare before and after."""

from django.apps import apps


def all_rows() -> dict[str, list[tuple]]:
    """Every row of the product's own tables, history included."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in ("strategy", "comments", "kpss")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def spread(count: int, points: int) -> list[int]:
    """`points` numbers spread evenly from 1 to `count`, both among them."""
    if count < points:
        raise ValueError(f"{count} statements are too few for {points} points.")
    return [1 + index * (count - 1) // (points - 1) for index in range(points)]
