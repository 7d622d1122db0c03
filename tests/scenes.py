"""What the scenes of all parts of the portal give: addresses of pages by their names."""

from typing import NamedTuple

# Longer than a narrow page has room for.
LONG = "Nejneobhospodařovávatelnější"


class Scene(NamedTuple):
    """Addresses by name; those of `staff` need somebody signed in who may do everything."""

    public: dict[str, str]
    secret: dict[str, str]
    staff: dict[str, str]
