"""Every kind of source, and sources that are broken, hostile or silent: each costs only itself."""

import json
import time

import pandas as pd
import pytest

from engine.batch.run import Job, run_batch
from engine.batch.sources import Columns, SourceError, entries, parse_columns
from engine.errors import InputError

SOLD = "North Korea sold coal to China in 2019."
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><guid>one</guid><title>Coal</title><link>https://harbour.example/1</link><pubDate>Tue, 07 May 2019 06:00:00 GMT</pubDate><description>{SOLD}</description></item>
<item><guid>two</guid><title>Nothing here</title></item>
<item><guid>three</guid><title>Markup</title><link>javascript:alert(1)</link><pubDate>never</pubDate><description>&lt;p&gt;Iran sold &lt;b&gt;missiles&lt;/b&gt; to the Houthis.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Port Log</title>
<entry><id>urn:1</id><title>Coal</title><updated>2019-05-08T00:00:00Z</updated><content type="text">{SOLD}</content></entry></feed>"""


def read(source, **columns):
    return list(entries(str(source), Columns(**columns), 0.5))


def test_tables_give_one_document_a_row_with_named_columns(tmp_path):
    row = {"key": 7, "body": SOLD, "head": "Coal", "day": "2019-05-07T10:00", "link": "https://a.example/x"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n\nnot json\n" + json.dumps({"head": "no body"}) + "\n")
    pd.DataFrame([row]).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame([row]).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.json").write_text(json.dumps([row]))
    named = {"text": "body", "title": "head", "published": "day", "url": "link", "id": "key"}
    for kind in ("jsonl", "csv", "parquet", "json"):
        first, *rest = read(tmp_path / f"a.{kind}", **named)
        assert (first.raw.decode(), first.title, first.published, first.url, first.origin) == (SOLD, "Coal", "2019-05-07", "https://a.example/x", "a.example")
        assert first.uri.endswith("#7")
        assert all(isinstance(x, InputError) and not isinstance(x, SourceError) for x in rest)
        assert len(rest) == (2 if kind == "jsonl" else 0)
    faults = [str(x) for x in read(tmp_path / "a.jsonl", **named)[1:]]
    assert "a.jsonl:3" in faults[0] and "--columns text=COLUMN" in faults[1]


def test_folders_globs_and_feeds(tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.txt").write_text(SOLD)
    (folder / "deep" / "a.md").write_text(SOLD)
    (folder / "feed.xml").write_text(RSS)
    (folder / ".hidden.txt").write_text(SOLD)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    found = [x for x in read(folder) if not isinstance(x, InputError)]
    assert [x.uri.rsplit("/", 1)[-1] for x in found] == ["b.txt", "a.md", "feed.xml#one", "feed.xml#three"]
    assert [x.uri for x in read(folder / "**" / "*.md")] == [(folder / "deep" / "a.md").as_posix()]
    assert isinstance(read(tmp_path / "no*.txt")[0], SourceError)


def test_feeds_give_text_date_and_publisher_and_never_a_bad_link(tmp_path):
    (tmp_path / "f.rss").write_text(RSS)
    (tmp_path / "f.atom").write_text(ATOM)
    one, two, three = read(tmp_path / "f.rss")
    assert (one.origin, one.published, one.url) == ("Harbour News", "2019-05-07", "https://harbour.example/1")
    assert isinstance(two, InputError) and "entry without text" in str(two)
    assert three.url is None and three.published is None
    assert read(tmp_path / "f.atom")[0].published == "2019-05-08"
    totals = run_batch(Job(sources=(str(tmp_path / "f.rss"),), out=tmp_path / "run"))
    assert totals.documents == 2 and totals.findings >= 2 and len(totals.faults) == 1


def test_bad_servers_end_in_a_run_that_tells_of_them_and_does_the_rest(web, tmp_path):
    def loop(handler):
        handler.send_response(302)
        handler.send_header("location", web.url + "/loop")
        handler.end_headers()

    def hang(handler):
        time.sleep(3)

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    def cut(handler):
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        handler.wfile.write(RSS[:200].encode())

    web.pages.update({"/loop": loop, "/hang": hang, "/drip": drip, "/cut.xml": cut, "/feed.xml": RSS.replace("</channel>", "<item><title>cut").encode(), "/rows.jsonl": json.dumps({"text": SOLD}).encode(), "/page": SOLD.encode(), "/not.xml": b"<html><p>no feed</p></html>"})
    names = ("/gone", "/loop", "/hang", "/drip", "/cut.xml", "/not.xml", "/feed.xml", "/rows.jsonl", "/page")
    start = time.monotonic()
    totals = run_batch(Job(sources=tuple(web.url + n for n in names), out=tmp_path / "run", timeout=0.5))
    assert time.monotonic() - start < 30
    told = {place.removeprefix(web.url): error for place, whole, error in totals.faults if whole}
    assert set(told) == {"/gone", "/loop", "/hang", "/drip", "/cut.xml", "/not.xml"}
    for name, words in (("/gone", "answered 404"), ("/loop", "redirects without end"), ("/hang", "did not answer within 0.5 s"), ("/drip", "still sending after 5 s"), ("/cut.xml", "cannot be fetched"), ("/not.xml", "no readable RSS or Atom feed")):
        assert words in told[name]
    assert (totals.documents, totals.copies) == (4, 2) and totals.findings >= 2
    page = (tmp_path / "run" / "index.html").read_text()
    assert "answered 404" in page and "whole source" in page


def test_a_feed_that_moves_on_keeps_what_it_told(web, tmp_path):
    web.pages["/f.xml"] = RSS.encode()
    job = Job(sources=(web.url + "/f.xml",), out=tmp_path / "run")
    first = run_batch(job)
    web.pages["/f.xml"] = ATOM.encode()
    second = run_batch(job)
    assert second.documents == first.documents + 1 and second.gone == 0


def test_wrong_columns_say_what_is_there(tmp_path):
    with pytest.raises(InputError, match="FIELD=COLUMN"):
        parse_columns(["body"])
    with pytest.raises(InputError, match="Fields: text"):
        parse_columns(["words=body"])
    assert parse_columns(["text=body,id=k", "url=u"]) == Columns(text="body", id="k", url="u")


def test_lines_out_of_measure_and_nul_bytes_cost_only_themselves(tmp_path, monkeypatch):
    from engine.batch import sources

    monkeypatch.setattr(sources, "MAX_LINE", 1000)
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": SOLD}) + "\n")
    long, good = read(tmp_path / "a.jsonl")
    assert isinstance(long, InputError) and good.raw.decode() == SOLD
    (tmp_path / "a.csv").write_bytes(b"text,published\n\"North\0 Korea sold coal\",2019-01-01\n")
    assert read(tmp_path / "a.csv")[0].raw.decode() == "North Korea sold coal"
