"""Speaks the adapter protocol, version 1, for the port in port.py. There is nothing to change in here.

python adapter.py                JSON lines on standard input and output
python adapter.py --http 8080    the same messages, POSTed to http://127.0.0.1:8080/
"""

import json
import sys
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

REPLIES = sys.stdout
# Standard output is for replies alone; whatever else is printed goes to standard error.
sys.stdout = sys.stderr

from port import Port, Skip, Threw  # noqa: E402

PORT = Port()
METHODS = {
    "hello": "hello",
    "open": "open",
    "call": "call",
    "drain": "drain",
    "close": "close",
    "advance": "advance",
    "lifecycle": "lifecycle",
    "device": "device",
    "page": "page",
    "call-sdk": "call_sdk",
    "load-sdk": "load_sdk",
    "deliver-settings": "deliver_settings",
}


def answer(line: bytes) -> dict:
    message = {}
    try:
        message = json.loads(line)
        method = getattr(PORT, METHODS.get(message["do"], ""), None)
        if method is None:
            raise LookupError(f"the adapter does not know the message {message['do']}")
        return {"id": message["id"], "ok": method(message) or {}}
    except Threw as error:
        return {"id": message["id"], "threw": {"message": str(error)}}
    except Skip as error:
        return {"id": message["id"], "skip": {"reason": str(error), "issue": getattr(error, "issue", "")}}
    except Exception as error:  # noqa: BLE001
        asked = message.get("id", 0) if isinstance(message, dict) else 0
        return {"id": asked, "error": {"message": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}}


def is_bye(line: bytes) -> bool:
    try:
        return json.loads(line)["do"] == "bye"
    except (ValueError, LookupError, TypeError):
        return False


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        line = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({"id": 0, "ok": {}} if is_bye(line) else answer(line)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if "--http" in sys.argv:
    HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--http") + 1])), Handler).serve_forever()
else:
    for line in sys.stdin.buffer:
        if is_bye(line):
            break
        print(json.dumps(answer(line)), file=REPLIES, flush=True)
