"""The dashboard in a real browser: readable at two widths and three sizes, silent on the console, asks no host, runs no foreign script."""

import json
import re
import shutil
import subprocess

import pytest

from engine.batch.across import Across
from engine.batch.outputs import LEVELS, Row, Totals
from engine.batch.page import page_parts, render_summary
from engine.batch.run import Job, run_batch

CHROMIUM = next((p for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (p := shutil.which(name))), None)
browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
HOSTILE = '<img src=x onerror=alert(1)></script><script>document.title="taken"</script>\u202e "\'`{{7*7}} javascript:alert(1)'
NOTHING = Across(corroborated=(), measures=(), actors=(), chains=(), assumptions=())


def row(number, title="Coal at the quay"):
    return Row(
        document=f"{number:016x}", title=f"{title} {number}", origin="harbour.example", url=None, published="2024-05-06", risk=LEVELS[number % 5], verdict="prohibited", rule="UNSCR-2371-OP8", regime="dprk",
        citation="S/RES/2371 (2017), para. 8", finding=f"f{number}", fact="f1", kind="goods_transfer", supplier="North Korea", recipient="China", phrase="goods from North Korea to China", items="coal", status="reported as fact", evidence=f"{title} sold coal", new="new article" if number % 2 else "", copies=number % 3,
    )  # fmt: skip


def totals(number):
    by_risk = tuple((level, (number + 4 - i) // 5) for i, level in enumerate(LEVELS) if (number + 4 - i) // 5)
    months = (("2024-05", tuple(dict(by_risk).get(level, 0) for level in LEVELS)),) if number else ()
    return Totals(
        name="press", run=2, first=False, documents=number + 3, failed=0, copies=0, with_findings=number, facts=number, findings=number, new=number // 2, gone=0, highest="critical" if number else None,
        by_risk=by_risk, by_regime=(("dprk", number),) if number else (), by_kind=(("goods_transfer", number),) if number else (), by_party=(("China", number),) if number else (), by_reason=(("new article", number // 2),) if number > 1 else (),
        months=months, pairs=(("North Korea", "China", number),) if number else (), faults=(), failures=(),
    )  # fmt: skip


def look(page, width, tmp_path, script=""):
    """(document as the browser has it, what it logged, addresses it asked for)."""
    log = tmp_path / "net.json"
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},1200", "--enable-logging=stderr", "--v=0",
         f"--log-net-log={log}", "--virtual-time-budget=4000", "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line or "INFO:CONSOLE" in line]
    asked = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text())) if log.exists() else set()
    return done.stdout, console, asked


@browser
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("number", [0, 1, 5000])
def test_it_is_readable_quiet_and_alone(tmp_path, width, number):
    page = tmp_path / "index.html"
    html = "".join(page_parts(totals(number), NOTHING, [row(i) for i in range(number)]))
    probe = "<script>document.title = JSON.stringify([document.documentElement.scrollWidth, innerWidth])</script>"
    page.write_text(html)
    dom, console, asked = look(page, width, tmp_path)
    assert console == [] and not {a for a in asked if "press" in a or "example" in a}
    shown = len(re.findall(r"<tr data-risk=[^>]*>", dom)) - len(re.findall(r'<tr data-risk=[^>]*hidden=""', dom))
    assert shown == min(number, 100)
    assert ("No findings" in dom) == (number == 0)
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html).replace("</body>", probe + "</body>"))
    wide, seen = json.loads(re.search(r"<title>(\[.*?\])</title>", look(page, width, tmp_path)[0])[1])
    assert wide <= seen  # nothing sticks out to the side


@browser
def test_a_hostile_article_runs_nothing(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": HOSTILE, "title": HOSTILE, "source": HOSTILE, "url": "javascript:alert(1)", "published": "2019-01-01", "text": f"North Korea sold coal to China. {HOSTILE}"}) + "\n" + json.dumps({"id": HOSTILE + "2", "title": HOSTILE}) + "\n")
    out = tmp_path / "run"
    run_batch(Job(sources=(str(source),), out=out, name="hostile"))
    for page in (out / "index.html", *(out / "reports").glob("*.html")):
        dom, console, asked = look(page, 1280, tmp_path)
        assert "<title>taken" not in dom and "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", dom) and not {a for a in asked if "example" in a}
        assert console == []
        assert not re.search(r"""(href|src)=["']?\s*javascript:""", dom)
        assert len(re.findall(r"<script", dom)) <= 1


@pytest.mark.parametrize("number", [0, 1, 30])
def test_the_summary_is_short_and_its_markdown_is_its_own(number):
    text = render_summary(totals(number), NOTHING, [row(i, HOSTILE) for i in range(min(number, 10))])
    assert len(text) < 8000 and "<img" not in text.replace("\\<img", "")
    assert f"{number:,} findings" in text
