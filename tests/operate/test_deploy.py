"""What lies in deploy/ is sound, and says what the settings say."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from samovar.config.environment import Environment

DEPLOY = Path(__file__).parents[2] / "deploy"


def _settings() -> set[str]:
    names = set()
    for name, field in Environment.model_fields.items():
        alias = field.validation_alias
        names.add(str(alias.choices[0]) if alias is not None and hasattr(alias, "choices") else name.upper())
    return names


def _compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return told


def _manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))


def _of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in _manifests() if one["kind"] == kind]


def test_each_setting_that_is_given_is_one() -> None:
    given = set(_compose()["services"]["samovar"]["environment"])
    for one in (*_of_kind("ConfigMap"), *_of_kind("Secret")):
        given |= set(one.get("data", {})) | set(one.get("stringData", {}))
    unit = (DEPLOY / "samovar.service").read_text(encoding="utf-8")
    given |= set(re.findall(r"^Environment=(\w+)=", unit, re.MULTILINE))
    assert given <= _settings(), given - _settings()


def test_compose_brings_what_the_settings_point_at() -> None:
    compose = _compose()
    services, settings = compose["services"], compose["services"]["samovar"]["environment"]
    for name in ("postgres", "valkey", "livekit", "coturn", "caddy"):
        assert name in services
        assert re.fullmatch(r"[\w./-]+:[\w.-]+", services[name]["image"]), "an image has a version"
    assert "@postgres/" in settings["DATABASE_URL"]
    assert "valkey" in settings["REDIS_URL"]
    named = {volume.split(":")[0] for one in services.values() for volume in one.get("volumes", [])}
    assert {name for name in named if not name.startswith(".")} == set(compose["volumes"])
    for one in services.values():
        assert set(one.get("depends_on", {})) <= set(services)


@pytest.mark.parametrize("name", ["samovar", "migrate"])
def test_containers_of_samovar_may_do_nothing_more_than_they_need(name: str) -> None:
    service = _compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_the_image_runs_as_nobody_special_and_says_whether_it_lives() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    orders = [line.split()[0] for line in lines if re.match(r"[A-Z]+ ", line)]
    assert orders.count("FROM") == 2, "what builds it stays outside"
    assert orders.index("USER") < orders.index("CMD")
    assert "HEALTHCHECK" in orders
    user = next(line.split()[1] for line in lines if line.startswith("USER"))
    assert user.isdigit()
    assert user != "0"
    assert not any(":latest" in line for line in lines)


def test_every_pod_is_confined() -> None:
    pods = [one["spec"]["template"]["spec"] for one in _of_kind("Deployment")]
    pods += [one["spec"]["jobTemplate"]["spec"]["template"]["spec"] for one in _of_kind("CronJob")]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in pod["containers"]:
            rights = container["securityContext"]
            assert rights["readOnlyRootFilesystem"] is True
            assert rights["allowPrivilegeEscalation"] is False
            assert rights["capabilities"]["drop"] == ["ALL"]
            mounted = {mount["name"] for mount in container["volumeMounts"]}
            assert mounted <= {volume["name"] for volume in pod["volumes"]}


def test_manifests_point_at_each_other() -> None:
    (deployment,) = _of_kind("Deployment")
    (service,) = _of_kind("Service")
    (ingress,) = _of_kind("Ingress")
    (settings,) = _of_kind("ConfigMap")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    assert service["spec"]["ports"][0]["targetPort"] in {port["name"] for port in container["ports"]}
    path = ingress["spec"]["rules"][0]["http"]["paths"][0]
    assert path["backend"]["service"]["name"] == service["metadata"]["name"]
    host = ingress["spec"]["rules"][0]["host"]
    assert settings["data"]["SITE_URL"] == f"https://{host}"
    assert host in settings["data"]["ALLOWED_HOSTS"].split(",")
    asked = container["readinessProbe"]["httpGet"]["httpHeaders"][0]["value"]
    assert asked in settings["data"]["ALLOWED_HOSTS"].split(",")


def test_the_unit_runs_confined_and_ends_in_order() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case, as its documentation says
    unit.read(DEPLOY / "samovar.service", encoding="utf-8")
    service = unit["Service"]
    assert service["User"] != "root"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert service["ExecStart"].endswith("samovar serve")
    assert int(service["TimeoutStopSec"]) >= 10


def test_caddy_leads_to_services_there_are() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    for name in re.findall(r"reverse_proxy (\w+):", text):
        assert name in _compose()["services"]
    assert text.count("{") == text.count("}")
