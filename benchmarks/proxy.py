"""nginx as `deploy/nginx/` configures it, on the loopback: for benchmarks and for tests.

Only names of this machine are put in: ports, folders, a certificate made for the occasion.
"""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SHIPPED = Path(__file__).parent.parent / "deploy/nginx"
MODULES = Path("/usr/lib/nginx/modules")
BROTLI = MODULES / "ngx_http_brotli_static_module.so"
NAME = "plan.example.org"

MAIN = """
{user}
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log warn;
{modules}
include main.conf;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include site.conf;
{more}
}}
"""


class Proxy(NamedTuple):
    """A running nginx: its ports on the loopback, and where it keeps things."""

    secure: int
    plain: int
    floor: int
    folder: Path

    @property
    def statics(self) -> Path:
        """What it serves under `/static/`."""
        return self.folder / "cache/static"

    @property
    def log(self) -> str:
        return (self.folder / "brnoplan.log").read_text()


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def proxy(folder: Path, site: str = "site.conf", **changes: str) -> Iterator[Proxy]:
    """nginx before the portal that listens on `portal.sock` in the folder.

    `changes` are words of the shipped files and what stands in their place.
    """
    running = Proxy(free_port(), free_port(), free_port(), folder)
    configure(running, site, changes)
    process = subprocess.Popen(command(folder))
    try:
        _await(running.secure, process)
        yield running
    finally:
        process.terminate()
        process.wait()


def command(folder: Path) -> list[str]:
    nginx = program()
    if nginx is None:
        raise SystemExit("nginx is missing. The command, as root: apt-get install nginx")
    return [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start")]


def configure(running: Proxy, site: str, changes: dict[str, str]) -> None:
    """Write the shipped files into the folder, with the names of this machine in them."""
    folder = running.folder
    running.statics.mkdir(parents=True, exist_ok=True)
    _certify(folder)
    # As Debian's nginx.conf finds them, beside its own folder.
    modules = sorted(Path("/etc/nginx/modules-enabled").glob("*.conf"))
    (folder / "modules").symlink_to(MODULES)
    for file in sorted(SHIPPED.rglob("*.conf")):
        if file.name == "brotli.conf" and not BROTLI.exists():
            continue
        place = folder / file.relative_to(SHIPPED)
        place.parent.mkdir(exist_ok=True)
        place.write_text(_here(file.read_text(), running, changes))
    (folder / "site.conf").write_text((folder / site).read_text())
    main = MAIN.format(
        folder=folder,
        user="user root;" if folder.owner() == "root" else "",
        modules="\n".join(f"include {one};" for one in modules),
        more=_floor(running),
    )
    (folder / "nginx.conf").write_text(main)


def _here(text: str, running: Proxy, changes: dict[str, str]) -> str:
    folder = running.folder
    places = {
        "listen 443": f"listen 127.0.0.1:{running.secure}",
        "listen 80;": f"listen 127.0.0.1:{running.plain};",
        "    listen [::]:443 ssl http2;\n": "",
        "    listen [::]:80;\n": "",
        "/run/brnoplan/portal.sock": str(folder / "portal.sock"),
        "/etc/letsencrypt/live/plan.example.org": str(folder),
        "/var/cache/brnoplan": str(folder / "cache"),
        "/var/lib/nginx/brnoplan": str(folder / "pages"),
        "/var/log/nginx": str(folder),
    }
    for shipped, here in (changes | places).items():
        text = text.replace(shipped, here)
    return text


def _floor(running: Proxy) -> str:
    """nginx's own static file, as it serves one by default, over the same TLS."""
    return f"""
    server {{
        listen 127.0.0.1:{running.floor} ssl http2;
        access_log {running.folder}/floor.log combined buffer=64k flush=5s;
        ssl_certificate {running.folder}/fullchain.pem;
        ssl_certificate_key {running.folder}/privkey.pem;
        root {running.folder}/floor;
    }}"""


def _certify(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={NAME}",
                "-addext",
                f"subjectAltName=DNS:{NAME}",
            ),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


def _await(port: int, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError("nginx did not start; its reason stands above.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen.")


def connect(port: int) -> ssl.SSLSocket:
    """A connection over TLS that asks who is there no more than a benchmark must."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10))
