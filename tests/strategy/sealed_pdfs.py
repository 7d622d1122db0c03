"""Smallest files with the shape of a PDF and of an electronic seal in it."""

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
GAP = 64


def sealed(original, signature=b"seal"):
    """The file and after it what a sealing program appends; the file itself stays as it is."""
    gap = b"<" + signature.hex().encode().ljust(GAP, b"0") + b">"
    tail = b"\n>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    head = b"2 0 obj\n<</Type/Sig/ByteRange[0 %09d %09d %09d]/Contents "
    begin = len(original) + len(head % (0, 0, 0))
    end = begin + len(gap)
    return original + head % (begin, end, len(tail)) + gap + tail
