"""Make the three pictures of the README from a portal that is running with the demo in it.

python docs/screenshots.py [http://127.0.0.1:8000]
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
# File, address, height of the window.
PICTURES = [
    ("home.png", "/", 1100),
    ("plan.png", "/brno-2050/", 1100),
    ("item.png", "/brno-2050/E3/", 1480),
]
COLOURS = 96


def main(portal: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(color_scheme="light", locale="cs-CZ")
        for name, path, height in PICTURES:
            page.set_viewport_size({"width": 1280, "height": height})
            page.goto(portal + path)
            picture = Image.open(BytesIO(page.screenshot()))
            picture.quantize(COLOURS).save(FOLDER / name, optimize=True)
            sys.stdout.write(f"{FOLDER / name}\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
