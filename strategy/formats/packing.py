"""Office files are archives, whose entries carry the time of the day they were packed."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The earliest that the format knows.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_times(archive: bytes) -> bytes:
    """The same archive without times, so that the same content gives the same bytes."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
