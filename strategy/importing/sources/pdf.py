from strategy.importing.sources.blocks import Source


def read(data: bytes) -> Source:
    raise NotImplementedError
