"""The command line as a user meets it."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.vocabulary import data_path

SUMMIT = str(data_path("articles/summit.md"))
runner = CliRunner()


def embargo(*args, **how):
    return runner.invoke(app, list(args), **how)


def shell(*args, **how):
    command = [sys.executable, "-c", "from engine.cli.main import run; run()", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **how)


@pytest.fixture
def innocent(tmp_path):
    path = tmp_path / "innocent.txt"
    path.write_text("The museum in Paris opened a new wing for the children of the town.")
    return str(path)


@pytest.mark.parametrize("form", ["text", "json", "md", "html", "csv", "sarif", "ftm", "parquet"])
def test_exit_codes_are_the_same_in_every_format(form, innocent, tmp_path):
    out = ["--out", str(tmp_path / "table.parquet")] if form == "parquet" else []
    assert embargo("check", SUMMIT, "--format", form, *out).exit_code == 1
    assert embargo("check", SUMMIT, "--format", form, "--fail-on", "critical", *out).exit_code == 0
    assert embargo("check", SUMMIT, "--format", form, "--fail-on", "never", *out).exit_code == 0
    assert embargo("check", innocent, "--format", form, *out).exit_code == 0
    assert embargo("check", "missing.txt", "--format", form, *out).exit_code == 2


def test_a_parquet_table_needs_a_place():
    assert embargo("check", SUMMIT, "--format", "parquet").exit_code == 2


def test_regimes_on_a_day_and_what_changed():
    today = embargo("regimes", "--on", "2026-11-24").output
    assert "renewal unconfirmed since 2018-07-13, to 2026-05-31" in today and "denied by Russia, China, Iran" in today and "Trade ban" not in today
    assert "Trade ban: in force since 1990-08-06" in embargo("regimes", "--on", "1995-01-01").output
    assert {json.loads(row)["state"] for row in embargo("regimes", "--on", "2026-11-24", "--json").output.splitlines()} <= {"in_force", "renewal_unconfirmed", "ended", "not_yet", "suspended"}
    assert "UNSCR-2428-OP4" in embargo("rules", "diff", "2018-07-01", "2018-08-01", "--regime", "south-sudan").output


def test_goods_are_classified_by_word_and_by_code():
    boat = embargo("goods", "patrol boat", "--recipient", "kp", "--on", "2020-01-01").output
    assert "ships and boats" in boat and "UNSCR-2397-OP14" in boat
    assert "UNSCR-2036-OP22" in embargo("goods", "4402", "--supplier", "so").output
    assert "supplier is Somalia" not in embargo("goods", "4402", "--recipient", "so", "--supplier", "ke").output
    assert embargo("goods", "happiness").exit_code == 1
    assert shell("goods", "coal", "--recipient", "atlantis").returncode == 2


def test_a_list_is_imported_shown_compared_and_screened(tmp_path, monkeypatch):
    from tests.lists.listfile import document, entity, person

    monkeypatch.setenv("EMBARGO_LISTS", str(tmp_path / "lists.sqlite"))
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    old.write_text(document(person("KPi.001", "Hwang", "Tok Su"), entity("KPe.001", "Morning Calm Gear"), day="2018-01-01"))
    new.write_text(document(entity("KPe.001", "Morning Calm Gear")))
    assert "2 entries" in embargo("lists", "import", str(old)).output
    assert "1 gone" in embargo("lists", "import", str(new)).output
    assert "- KPi.001" in embargo("lists", "diff", str(old), str(new)).output
    assert "KPi.001" not in embargo("lists", "show", "--on", "2026-03-01").output
    found = embargo("screen", "Hwang Tok-su")
    assert found.exit_code == 1 and "off the list since 2026-02-27" in found.output
    assert embargo("screen", "Nobody At All").exit_code == 0
    broken = shell("lists", "import", str(tmp_path / "none.xml"))
    assert broken.returncode == 2 and broken.stderr.count("\n") == 1


def test_a_bad_input_costs_no_other_its_report(innocent):
    result = shell("check", "missing.txt", innocent, SUMMIT, "--format", "json")
    assert result.returncode == 2
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.count("\n") == 1 and "missing.txt: does not exist" in result.stderr
    assert "Traceback" not in result.stderr


def test_standard_input_is_read():
    result = shell("check", "-", "--format", "json", "--published", "2024-01-01", input="North Korea shipped coal to China.")
    data = json.loads(result.stdout)
    assert data["document"]["published"] == "2024-01-01"
    assert data["findings"][0]["rule"] == "UNSCR-2371-OP8"


def test_several_reports_go_to_a_folder_and_one_to_a_file(tmp_path, innocent):
    assert embargo("check", SUMMIT, innocent, "--format", "html", "--out", str(tmp_path / "out")).exit_code == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["innocent.txt.html", "summit.md.html"]
    embargo("check", SUMMIT, "--format", "html", "--out", str(tmp_path / "one.html"))
    assert (tmp_path / "one.html").read_text().startswith("<!doctype html>")


def test_a_place_that_cannot_be_written_gives_one_line(tmp_path, innocent):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    result = shell("check", innocent, "--out", str(blocked / "report.txt"))
    assert result.returncode == 2 and result.stderr.count("\n") == 1


def test_as_of_and_regime_are_checked(innocent):
    assert shell("check", innocent, "--as-of", "soon").returncode == 2
    assert "unknown regime" in shell("check", innocent, "--regime", "atlantis").stderr
    assert embargo("check", SUMMIT, "--as-of", "2005-01-01").exit_code == 0


def test_facts_shows_facts_alone():
    result = embargo("facts", SUMMIT)
    assert result.exit_code == 0
    assert "arms from North Korea to Russia" in result.output and "S/RES" not in result.output
    assert json.loads(embargo("facts", SUMMIT, "--json").output)["facts"]


def test_why_not_names_the_condition_that_no_fact_met():
    result = embargo("why-not", "UNSCR-2375-OP16", SUMMIT)
    assert result.exit_code == 0
    assert "NOT MET" in result.output and "textiles" in result.output
    assert "FIRES" in embargo("why-not", "unscr-1874-op9", SUMMIT).output


def test_explain_tells_conditions_history_exceptions_and_examples():
    text = embargo("explain", "UNSCR-2321-OP11").output
    for part in ("S/RES/2321 (2016), para. 11", "In force    from 2016-11-30", "Fires when", "Exceptions", "Medical exchanges", "Examples"):
        assert part in text
    wrong = shell("explain", "UNSCR-2321-OP12")
    assert wrong.returncode == 2 and "Did you mean" in wrong.stderr


def test_rules_list_show_lint_and_coverage():
    assert "UNSCR-1718-OP8b" in embargo("rules", "list").output
    assert "UNSCR-2371-OP8" not in embargo("rules", "list", "--on", "2017-08-04").output
    assert "severity: critical" in embargo("rules", "show", "UNSCR-1718-OP8b").output
    assert embargo("rules", "lint").exit_code == 0
    coverage = embargo("rules", "coverage").output
    assert "S/RES/2397 (2017)" in coverage and "UNACCOUNTED" not in coverage


def test_version_and_help_and_completion():
    assert embargo("--version").output.startswith("embargo ")
    assert "check" in embargo("--help").output
    assert "--install-completion" in embargo("--help").output


def test_help_needs_no_heavy_library():
    code = "import sys; from engine.cli.main import app; sys.exit(any(m in sys.modules for m in ('spacy', 'pandas', 'durable', 'trafilatura', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_reports_do_not_depend_on_hash_seed_locale_or_timezone():
    outputs = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8"), ("2", "America/New_York", "de_DE.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        outputs.add(shell("check", SUMMIT, "--format", "json", env=environment).stdout)
    assert len(outputs) == 1 and outputs != {""}
