"""Every format in, hostile ones too: a document or one clear error each."""

import io
import json
import zipfile

import docx
import pypdfium2
import pytest

import engine
from engine import Document, InputError
from engine.read import clean, read, read_bytes

STORY = "North Korea shipped artillery shells to Russia in May 2023, the ministry in Seoul said. The shells were sent by train."


def one(raw, suffix=".txt", **how):
    items = list(read_bytes(raw, suffix, f"input{suffix}", **how))
    assert len(items) == 1
    return items[0]


def pdf_with(text):
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def docx_with(*paragraphs):
    made, out = docx.Document(), io.BytesIO()
    for p in paragraphs:
        made.add_paragraph(p)
    made.save(out)
    return out.getvalue()


def test_plain_text_with_a_date_line_and_a_title():
    found = one(f"Shells by train\n\nJune 19th 2024.\n\n{STORY}".encode())
    assert (found.title, found.published, found.language) == ("Shells by train", "2024-06-19", "en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_encodings_are_detected(encoding):
    found = one((STORY + " The café in Orléans was closed. " * 8).encode(encoding))
    assert isinstance(found, Document)
    assert "café in Orléans" in found.text


def test_html_gives_title_date_and_body_without_menus():
    page = f"""<html><head><title>Shells by train | The Paper</title><meta property="article:published_time" content="2024-06-19T08:00:00Z">
    <meta property="og:site_name" content="The Paper"></head><body><nav>Home Sport Weather</nav><article><h1>Shells by train</h1><p>{STORY}</p><p>{STORY} More is known to be on its way to the port.</p></article></body></html>"""
    found = one(page.encode(), ".html")
    assert found.published == "2024-06-19"
    assert "Shells by train" in found.title
    assert "artillery shells" in found.text and "Weather" not in found.text


def test_pdf_docx_and_email_are_read():
    assert "artillery shells" in one(pdf_with(STORY), ".pdf").text
    assert "artillery shells" in one(docx_with("Title", STORY), ".docx").text
    mail = f"Subject: Shells by train\nDate: Wed, 19 Jun 2024 10:00:00 +0000\nContent-Type: text/plain\n\n{STORY}\n"
    found = one(mail.encode(), ".eml")
    assert (found.title, found.published) == ("Shells by train", "2024-06-19")


def test_the_bytes_overrule_the_suffix():
    assert "artillery" in one(pdf_with(STORY), ".txt").text
    assert "artillery" in one(f"<!doctype html><html><body><p>{STORY}</p></body></html>".encode(), ".txt").text


def test_json_lines_give_a_document_each_and_a_bad_line_costs_only_itself():
    lines = [json.dumps({"id": "a", "text": STORY, "published": "2024-06-19"}), "{broken", json.dumps({"no": "text"}), json.dumps({"id": "b", "text": STORY})]
    items = list(read_bytes("\n".join(lines).encode(), ".jsonl", "in.jsonl"))
    assert [type(i) for i in items] == [Document, InputError, InputError, Document]
    assert items[0].id == "a" and items[0].published == "2024-06-19"
    assert "in.jsonl:2" in str(items[1])


@pytest.mark.parametrize(
    ("raw", "suffix", "fault"),
    [
        (b"", ".txt", "empty"),
        (b"   \n", ".txt", "empty"),
        (bytes(range(256)) * 40, ".txt", "binary"),
        ("Северная Корея отправила снаряды в Россию, сообщает министерство.".encode(), ".txt", "English"),
        ("La Corée du Nord a envoyé des obus à la Russie selon le ministère de la défense, et des trains sont partis vers le nord du pays.".encode(), ".txt", "English"),
        (b"%PDF-1.4 nothing here", ".pdf", "PDF"),
        (b"PK\x03\x04 nothing", ".docx", "DOCX"),
        (b"{}", ".json", "text"),
        (b"", ".jsonl", "empty"),
    ],
)
def test_what_cannot_be_read_gives_one_clear_error(raw, suffix, fault):
    found = one(raw, suffix)
    assert isinstance(found, InputError)
    assert fault in str(found)
    assert found.remedy


def test_a_pdf_without_text_says_so():
    empty, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    empty.new_page(200, 200)
    empty.save(out)
    assert "without text" in str(one(out.getvalue(), ".pdf"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    assert "unpacks" in str(one(out.getvalue(), ".docx"))


def test_a_thousand_nested_tags_are_read_as_plain_text():
    found = one(("<html><body>" + "<div>" * 1000 + f"<p>{STORY}</p>" + "</div>" * 1000 + "</body></html>").encode(), ".html")
    assert "artillery shells" in found.text
    assert any("nested" in n for n in found.notes)


def test_odd_characters_are_dropped_and_evidence_still_quotes_exactly():
    raw = "North\u202e Korea\x00 shipped\u200b artillery shells to Russia.\r\nIt was sent by train and by ship."
    report = engine.check(raw)
    text = clean(raw)
    assert "\x00" not in text and "\u202e" not in text
    assert [f.kind for f in report.facts] == ["arms_transfer"]
    assert all(text[e.start : e.end] == e.text for f in report.facts for e in f.evidence)


@pytest.mark.parametrize("text", [STORY * 600, "North Korea shipped coal to China and " * 2800, "the " + "(" * 50_000 + " of Korea", "a" * 100_000 + " the of and"])
def test_long_and_degenerate_texts_end_in_a_report_or_an_error(text):
    try:
        assert engine.check(text).summary.headline
    except InputError as fault:
        assert fault.remedy


def test_ten_megabytes_are_refused_at_once_with_what_to_do():
    with pytest.raises(InputError, match="Split it"):
        engine.check(STORY * 90_000)


def test_boilerplate_becomes_a_note_and_lowers_reliability():
    found = one(f"{STORY}\n\nThis article was generated with AI.".encode())
    assert found.notes == ("declares itself machine-generated",)
    assert found.lowered_reliability


def test_folders_are_read_in_order_and_missing_files_are_named(tmp_path):
    (tmp_path / "b.txt").write_text(STORY)
    (tmp_path / "a.md").write_text(STORY)
    (tmp_path / "skip.exe").write_bytes(b"MZ")
    assert [d.source.rsplit("/", 1)[-1] for d in read(tmp_path)] == ["a.md", "b.txt"]
    assert "does not exist" in str(next(read(tmp_path / "gone.txt")))
    assert "known type" in str(next(read_bytes_of_empty(tmp_path)))


def read_bytes_of_empty(tmp_path):
    (tmp_path / "empty").mkdir()
    return read(tmp_path / "empty")


def test_an_oversized_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.read.MAX_BYTES", 1000)
    (tmp_path / "big.txt").write_text(STORY * 20)
    assert "larger than" in str(next(read(tmp_path / "big.txt")))


@pytest.fixture
def site():
    """A local server: an article, a missing page, a redirect loop, an answer that is too large."""
    import http.server
    import threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/loop":
                self.send_response(302)
                self.send_header("location", "/loop")
                self.end_headers()
            elif self.path == "/article":
                body = f"<!doctype html><html><head><title>Shells by train</title></head><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>".encode()
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)
            else:
                self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_fetched_and_its_faults_are_named(site):
    found = next(read(f"{site}/article"))
    assert "artillery shells" in found.text and found.url == f"{site}/article"
    assert "404" in str(next(read(f"{site}/gone")))
    assert "redirects" in str(next(read(f"{site}/loop")))
    assert "cannot be fetched" in str(next(read("http://127.0.0.1:9/nothing")))


def test_a_markdown_headline_is_read_without_its_marks_and_other_text_keeps_them(tmp_path):
    (tmp_path / "a.md").write_text("# Arms for the North\n\n" + STORY)
    (tmp_path / "b.txt").write_text("# Arms for the North\n\n" + STORY)
    marked, plain = (next(iter(read(tmp_path / name))).text for name in ("a.md", "b.txt"))
    assert marked.startswith("Arms for the North") and plain.startswith("# Arms")
    assert marked in plain
