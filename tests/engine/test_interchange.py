"""SARIF, FollowTheMoney, Parquet and CSV: valid by their own rules, the same from run to run."""

import io
import json

import pandas as pd
import pytest

import engine
from engine.render import render
from engine.render.sarif import render_sarif
from engine.tables import csv_bytes, facts_frame, findings_frame, parquet_bytes
from engine.vocabulary import data_path

STORY = "North Korea shipped coal to China in May 2019. Kim Yong Chol visited Russia in June 2019. North Korea named KOMID. Iran sold drones to Russia in December 2025."


@pytest.fixture(scope="module")
def report():
    return engine.check(STORY, published="2026-01-05", id="=cmd|' /C calc'!A0")


def test_sarif_is_valid_and_points_at_the_evidence(report):
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

    log = json.loads(render_sarif([report, engine.check("A quiet day in Paris.")]))
    Sarif.model_validate(log)
    run = log["runs"][0]
    assert len(run["artifacts"]) == 2 and len(run["results"]) == len(report.findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert STORY[region["charOffset"] : region["charOffset"] + region["charLength"]] == region["snippet"]["text"]
        assert "for a person to review" in result["message"]["text"]


def test_fingerprints_stay_from_run_to_run_and_do_not_depend_on_what_else_a_text_tells():
    def prints(regimes=None):
        log = json.loads(render(engine.check(STORY, published="2026-01-05", regimes=regimes), "sarif"))
        return {r["partialFingerprints"]["embargo/v1"] for r in log["runs"][0]["results"]}

    assert prints() == prints()
    assert prints(["iran"]) < prints()


def test_followthemoney_loads_every_entity_and_their_links_hold(report):
    model = pytest.importorskip("followthemoney", reason="followthemoney needs ICU to be built; CI installs it").model
    rows = [json.loads(line) for line in render(report, "ftm").splitlines()]
    entities = [model.get_proxy(row, cleaned=False) for row in rows]
    ids = {e.id for e in entities}
    assert len(ids) == len(rows)
    assert {e.schema.name for e in entities} >= {"Article", "Event", "PublicBody", "Person", "Organization", "Sanction", "Note"}
    for entity, row in zip(entities, rows, strict=True):
        for prop, value in entity.itervalues():
            assert prop.type.name != "entity" or value in ids
        assert set(row["properties"]) == {p.name for p in entity.iterprops()}


def test_parquet_and_csv_give_back_the_same_table(report):
    findings = findings_frame([report])
    again = pd.read_parquet(io.BytesIO(parquet_bytes(findings)))
    pd.testing.assert_frame_equal(again.astype(findings.dtypes), findings)
    table = pd.read_csv(io.BytesIO(csv_bytes(findings)))
    assert list(table.columns) == list(findings.columns) and len(table) == len(report.findings)
    assert table["document"].str.startswith("'=").all()
    assert len(facts_frame([report])) == len(report.facts)
    assert list(findings_frame([]).columns) == list(findings.columns)


def test_a_listed_name_is_a_dealing_where_something_is_done_and_a_mention_where_not(report):
    dealing = next(f for f in report.facts if f.kind == "designated_dealing")
    assert [x.entry for x in dealing.listed] == ["KPi.024"] and dealing.lists == ("dprk",)
    assert [m.entry for m in report.mentions] == ["KPe.001"]
    assert report.lists.entries == 155
    assert {f.rule for f in report.findings} >= {"UNSCR-1718-OP8e"}


def test_a_person_counts_only_while_listed():
    before = engine.check("Kim Yong Chol of North Korea visited Russia.", published="2016-03-01")
    assert not before.facts and not before.mentions


def test_the_bundled_article_renders_in_every_format():
    summit = engine.check(data_path("articles/summit.md"))
    for form in ("sarif", "ftm"):
        assert render(summit, form) == render(engine.check(data_path("articles/summit.md")), form)
