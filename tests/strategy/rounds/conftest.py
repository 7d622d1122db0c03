from tests.strategy.progress.conftest import department, desk, edition, fulfilment, member

__all__ = ["department", "desk", "edition", "fulfilment", "member"]
