"""
A complete bridge of the candidate contract, version 1, around the program `qrencode`. It needs Pillow and a font.

    python bridge_example.py PORT FONT.ttf     (the environment variable BRIDGE_TOKEN, when set, is asked of callers)
"""

import base64
import io
import json
import os
import subprocess
import sys
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image, ImageDraw, ImageFont

PORT, FONT, TOKEN = int(sys.argv[1]), sys.argv[2], os.environ.get("BRIDGE_TOKEN")
SCREEN = {"width_px": 1080, "height_px": 2400, "pixels_per_mm": 15.9}
DESCRIPTION = {"contract": "1", "name": "Bridge example", "vendor": "Example Ltd", "version": "1.0", "build": "1"}
DESCRIPTION |= {"roles": ["display"], "capabilities": ["texts", "leave", "edit"], "screen": SCREEN, "parallel": 4}
SPELLED = {"Đ": "D", "Ð": "D", "|": " ", "<": " ", "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"}
installed = {}  # handle -> {"person": as registered, "masked": the mode on the screen}


def name(text):  # upper case, no marks, one blank between words, no separator of the code
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).upper().translate(str.maketrans(SPELLED)))
    return " ".join("".join(c for c in letters if c.isspace() or " " < c <= "~").split())


def number(person, masked):  # the first six characters become asterisks
    text = person["paper"]["number"] if person["paper"] else ""
    return "*" * len(text[:6]) + text[6:] if masked else text


def payload(person, masked):  # SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT; masked, it leaves out BHYT and phone too
    born = person["born"][:4] + "-**-**" if masked else person["born"]
    private = [None, None] if masked else [person["health_insurance"], person["phone"]]
    ext = "<".join(x or "" for x in [person["declared_by"], person["sex"], *private, person["signature"]]).rstrip("<")
    declared = "1" if person["declared_by"] else "0"
    return "|".join([number(person, masked), name(person["name"]), born, declared, person["qid"], ext])


def screen(person, masked):  # the code, and below it the texts, each with the box that it was drawn in
    data, command = payload(person, masked).encode(), "qrencode -8 -l M -s 1 -m 4 -t PNG -o -"
    symbol = subprocess.run(command.split(), input=data, stdout=subprocess.PIPE, check=True).stdout
    code, page = Image.open(io.BytesIO(symbol)).convert("L"), Image.new("L", (1080, 2400), "white")
    side = code.width * (1000 // code.width)  # whole pixels per module
    page.paste(code.resize((side, side), Image.Resampling.NEAREST), ((1080 - side) // 2, 200))
    year, month, day = person["born"].split("-")
    born, switch = (f"**/**/{year}", "Hiện đầy đủ") if masked else (f"{day}/{month}/{year}", "Ẩn bớt")
    texts, pen = [], ImageDraw.Draw(page)
    for row, text in enumerate([person["name"], number(person, masked) or "Không có giấy tờ", born, switch]):
        shown, at, size = unicodedata.normalize("NFC", " ".join(text.split())), (40, 1300 + 130 * row), 56
        while pen.textlength(shown, font := ImageFont.truetype(FONT, size)) > 1000:
            size -= 2
        pen.text(at, shown, "black", font)
        left, top, right, bottom = map(int, pen.textbbox(at, shown, font))
        texts.append({"text": text, "box": [left, top, right - left, bottom - top]})
    page.save(file := io.BytesIO(), "PNG")
    return {"png": base64.b64encode(file.getvalue()).decode(), "texts": texts}


def act(app, action, person):  # status and answer
    if action in ("show", "return", "toggle"):  # coming to the screen always shows the masked form
        app["masked"] = action != "toggle" or not app["masked"]
        return 200, screen(app["person"], app["masked"])
    app["person"] = person or app["person"]  # only an edit brings one
    return (200, {"png": None}) if action in ("edit", "leave") else (501, {"error": f"this app cannot {action}"})


class Bridge(BaseHTTPRequestHandler):
    def answer(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        call, handle = f"{self.command} {self.path}", (self.path.split("/") + [""] * 3)[3]
        if TOKEN and self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "the token is missing or wrong"}
        if call == "GET /v1/candidate":
            return 200, DESCRIPTION
        if call == "POST /v1/installations":
            installed[handle := os.urandom(8).hex()] = {"person": body["person"], "masked": True}
            return 201, {"installation": handle}
        if self.command == "DELETE" and installed.pop(handle, None):
            return 204, None
        if call == f"POST /v1/installations/{handle}/actions" and handle in installed:
            return act(installed[handle], body["action"], body.get("person"))
        return 404, {"error": "no such installation or path"}

    def do_GET(self):
        status, answer = self.answer()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode() if answer else b"")

    do_POST = do_DELETE = do_GET


ThreadingHTTPServer(("127.0.0.1", PORT), Bridge).serve_forever()
