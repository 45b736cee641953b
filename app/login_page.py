"""The page that asks for the password: one form, nothing fetched."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Fabula: log in</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#f6f1e7, #17151a); color: light-dark(#26211b, #eee6da); }}
form {{ width: min(22rem, 86vw); padding: 2rem; border-radius: 14px; background: light-dark(#fffdf8, #221f26); box-shadow: 0 8px 40px #0002; }}
h1 {{ margin: 0 0 .25rem; font: 600 1.6rem/1.2 Georgia, serif; }}
p {{ margin: 0 0 1.2rem; }} .wrong {{ color: light-dark(#a1260d, #ffab99); }}
label {{ display: block; font-size: .9rem; margin-bottom: .3rem; }}
input, button {{ width: 100%; box-sizing: border-box; font: inherit; padding: .65rem .8rem; border-radius: 8px; border: 1px solid light-dark(#8a7f70, #7d7486); background: transparent; color: inherit; }}
button {{ margin-top: 1rem; border: 0; background: light-dark(#8a3d12, #f0a36b); color: light-dark(#fff, #211b14); font-weight: 600; cursor: pointer; }}
:focus-visible {{ outline: 3px solid light-dark(#2a62b8, #9cc2ff); outline-offset: 2px; }}
</style></head>
<body><main><form method="post" action="/login?next={next}">
<h1>Fabula</h1><p class="{kind}" role="{role}">{words}</p>
<input type="text" name="username" value="fabula" autocomplete="username" hidden>
<label for="password">Password / 密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in / 登录</button>
</form></main></body></html>
"""


def login_page(status: int, onward: str, wait_s: float = 0.0) -> str:
    """`status`: what the answer has, 200 for the first look; `onward`: where to go then; `wait_s`: before the next try."""
    words = {401: "That is not the password. / 密码不对。", 429: f"Too many wrong passwords. Wait {wait_s:.0f} seconds, then try again. / 请稍候再试。"}
    told = words.get(status, "This studio asks for its password. / 请输入密码。")
    return PAGE.format(next=escape(quote(onward)), kind="" if status == 200 else "wrong", role="status" if status == 200 else "alert", words=escape(told))
