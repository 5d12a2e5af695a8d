"""Reports as people see them, and what hostile text cannot do to them."""

import csv
import io
import re

import engine
from engine.render import FORMATS, render

HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script>\n\nNorth Korea shipped coal & shells to China in May 2019 <b onclick=x>here</b>. The | pipe *and* stars of the article are here."
REPORT = engine.check(HOSTILE)
CLEAN = engine.check("The museum in Paris opened a new wing for the children of the town.")


def test_text_is_readable_at_80_columns_without_colour():
    text = render(REPORT, "text")
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "PROHIBITED" in text and "S/RES/2371 (2017), para. 8" in text and "why:" in text


def test_html_is_one_file_without_script_or_other_hosts_and_marks_the_evidence():
    page = render(REPORT, "html")
    assert "<script" not in page and "onclick=x>" not in page.replace("&lt;b onclick=x&gt;", "")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "Content-Security-Policy" in page and "default-src 'none'" in page
    assert re.search(r'<mark class="(critical|high)">', page)
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_the_marked_article_is_the_whole_article():
    page = render(REPORT, "html")
    article = page.split("<article>")[1].split("</article>")[0]
    article = re.sub(r"<sup>.*?</sup>", "", article)
    import html

    plain = html.unescape(re.sub(r"<[^>]*>", "", article))
    assert plain.split() == REPORT.document.text.split()


def test_csv_cells_are_no_formulas():
    report = engine.check("=1+1 North Korea shipped coal to China in the month of May 2019.", id="=evil")
    rows = list(csv.reader(io.StringIO(render(report, "csv"))))
    assert len(rows) == len(report.findings) + 1
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row)


def test_markdown_escapes_markup():
    text = render(REPORT, "md")
    assert "<script>" not in text and "| risk | verdict |" in text


def test_a_clean_text_says_so_in_every_format():
    assert CLEAN.facts == () and CLEAN.findings == ()
    for form in FORMATS:
        assert render(CLEAN, form).endswith("\n")
    assert "No sanctions-relevant activity" in render(CLEAN, "text")


def test_status_stands_beside_every_flag():
    report = engine.check("The United States accused North Korea of shipping shells to Russia. Russia denied the accusation.", published="2023-10-01")
    assert [f.status for f in report.facts] == ["disputed"]
    for form in ("text", "md", "html"):
        assert "alleged and denied" in render(report, form)
    assert all("denies it in the text" in " ".join(f.notes) for f in report.findings if f.rule.startswith("UNSCR"))
