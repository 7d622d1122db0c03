"""A small provider of OpenID Connect on this machine, which can also be made to lie."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "brnoplan", "tajemstvi"


class Provider:
    """`claims` and `header` of the next token are told by tests; each code gives one token."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "1"}, private=True)
        self.claims: dict[str, Any] = {}
        self.alg, self.signing = "RS256", self.key
        self.codes: dict[str, str] = {}
        self.asked: list[dict[str, list[str]]] = []
        # Addresses and keys that were asked for, in order.
        self.told: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def consent(self, address: str) -> dict[str, str]:
        """What the provider sends somebody back with who was led to that address."""
        asked = {name: one for name, [one] in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["nonce"]
        return {"code": code, "state": asked["state"]}

    def token(self, nonce: str) -> str:
        now = int(time.time())
        said = {
            "iss": self.url, "aud": CLIENT, "sub": "17", "nonce": nonce, "iat": now,
            "exp": now + 300, "given_name": "Jana", "groups": ["plan-editors"],
        }  # fmt: skip
        said = {name: one for name, one in (said | self.claims).items() if one is not None}
        if self.alg == "none":
            return f"{_part({'alg': 'none'})}.{_part(said)}."
        header = {"alg": self.alg, "kid": self.signing.kid or "1"}
        return jwt.encode(header, said, self.signing, algorithms=[self.alg])

    def answer(self, path: str, sent: dict[str, list[str]]) -> tuple[int, Any]:
        if path.endswith("openid-configuration") or path == "/keys":
            self.told.append(path.rpartition("/")[2])
        if path.endswith("openid-configuration"):
            return 200, {
                "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }  # fmt: skip
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        self.asked.append(sent)
        nonce = self.codes.pop(sent.get("code", [""])[0], None)
        if nonce is None:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.token(nonce)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                self._answer(parse_qs(self.rfile.read(length).decode()))

            def _answer(self, sent: dict[str, list[str]]) -> None:
                status, said = provider.answer(urlsplit(self.path).path, sent)
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_given: Any) -> None:
                """Say nothing."""

        return Handler


def _part(said: dict[str, Any]) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def shared_secret() -> OctKey:
    return OctKey.import_key(SECRET * 4)


def other_key(kid: str = "1") -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": kid}, private=True)
