"""The dashboard shows what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana.json"


@pytest.mark.django_db
def test_each_panel_asks_for_metrics_that_are_told(client: Client) -> None:
    page = client.get("/metrics").content.decode()
    told = {name for one in text_string_to_metric_families(page) for name in (one.name, f"{one.name}_total")}
    told |= {f"{name}_{part}" for name in list(told) for part in ("bucket", "sum", "count")}
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    assert len(panels) >= 10
    for panel in panels:
        for target in panel["targets"]:
            for name in re.findall(r"\b(?:samovar|process)_\w+", target["expr"]):
                assert name in told, (panel["title"], name)
