"""What an operator sets: typed, documented in docs/operate/configuration.md, read once at the start."""

from __future__ import annotations

import secrets
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Words = Annotated[list[str], NoDecode]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


class WrongSetting(SystemExit):
    """A setting stops the start; the message is the one sentence the operator sees."""


class Environment(BaseSettings):
    """Every setting, by the name it has in the environment (or in ``settings.env``)."""

    model_config = SettingsConfigDict(
        env_file=("settings.env", "venv/settings.env"),
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )

    data_dir: Path = Field(Path("data"), validation_alias=AliasChoices("SAMOVAR_DATA_DIR", "data_dir"))
    secret_key: str = ""
    database_url: str = ""
    redis_url: str = ""
    redis_prefix: str = Field("samovar", pattern=r"^[A-Za-z0-9_.-]{1,40}$")
    allowed_hosts: Words = ["127.0.0.1", "localhost", "[::1]"]
    site_url: str = "http://127.0.0.1:8000"
    email_url: str = ""
    email_verification: Literal["required", "off"] = "required"
    registration: Literal["open", "invitation", "approval", "closed"] = "open"
    default_from_email: str = "Samovar <samovar@localhost>"
    trusted_proxies: int = Field(0, ge=0, le=8)
    api_per_minute: int = Field(3000, ge=60)
    cors_allowed_origins: Words = []
    file_max_mb: int = Field(100, ge=1, le=4096)
    file_quota_mb: int = Field(2048, ge=1)
    webhook_hosts: Words = []
    webhook_networks: Words = []
    webhook_ca_file: Path | None = None
    # The push services of Chrome and Edge, Firefox, Safari, and Windows.
    push_hosts: Words = [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    ]
    stun_urls: Words = []
    turn_urls: Words = []
    turn_secret: str = ""
    recordings_quota_mb: int = Field(20_480, ge=1)
    recordings_keep_free_mb: int = Field(500, ge=0)
    recordings_days: int = Field(0, ge=0, le=3650)
    s3_bucket: str = ""
    s3_endpoint_url: str = ""
    s3_region: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_prefix: str = ""
    s3_addressing: Literal["auto", "path", "virtual"] = "auto"
    livekit_url: Words = []
    livekit_api_key: str = ""
    livekit_api_secret: str = ""
    call_largest: int = Field(0, ge=0, le=3000)
    debug: bool = Field(default=False, validation_alias=AliasChoices("SAMOVAR_DEBUG", "debug"))
    log_format: Literal["text", "json"] = "text"
    metrics_token: str = ""
    # `samovar serve --tls` sets it: the certificate of its own authority.
    own_ca: Path | None = Field(None, validation_alias=AliasChoices("SAMOVAR_OWN_CA", "own_ca"))

    @field_validator(
        "allowed_hosts",
        "cors_allowed_origins",
        "webhook_hosts",
        "webhook_networks",
        "push_hosts",
        "stun_urls",
        "turn_urls",
        "livekit_url",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [word.strip() for word in value.split(",") if word.strip()]

    @field_validator("allowed_hosts")
    @classmethod
    def _no_wildcard(cls, value: list[str]) -> list[str]:
        if "*" in value:
            # A wildcard would also accept every Origin on the sockets.
            raise ValueError("must list the hosts by name; * would let every web site open sockets here")
        return value

    @field_validator("cors_allowed_origins")
    @classmethod
    def _origins(cls, value: list[str]) -> list[str]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
                raise ValueError("must list origins like https://app.example.org, with commas")
        return value

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        try:
            return [str(ip_network(word)) for word in value]
        except ValueError:
            raise ValueError("must list networks like 10.1.0.0/16, with commas") from None

    @field_validator("webhook_ca_file")
    @classmethod
    def _readable(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be a file with certificates (PEM) that is there")
        return value

    @field_validator("site_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an address like https://talk.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgres", "postgresql", "sqlite"}:
            raise ValueError("must start with postgres:// or sqlite://")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise ValueError("must start with redis:// or rediss://")
        return value

    @field_validator("email_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in dj_email_url.SCHEMES:
            raise ValueError("must be like smtp+tls://user:password@mail.example.org:587")
        return value

    @field_validator("s3_endpoint_url")
    @classmethod
    def _bucket_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be an address like https://s3.example.org")
        return value.rstrip("/")

    @field_validator("livekit_url")
    @classmethod
    def _media_servers(cls, value: list[str]) -> list[str]:
        for address in value:
            parts = urlsplit(address)
            if parts.scheme not in {"ws", "wss"} or not parts.hostname:
                raise ValueError("must be like wss://media.example.org; several nodes with commas")
        return [address.rstrip("/") for address in value]

    @model_validator(mode="after")
    def _secret_where_it_matters(self) -> Environment:
        if not self.secret_key and not self.embedded:
            raise ValueError("SECRET_KEY must be set when DATABASE_URL is set or a host is not loopback")
        if self.turn_urls and not self.turn_secret:
            raise ValueError("TURN_SECRET must be set when TURN_URLS is set")
        if not self.s3_bucket and (self.s3_endpoint_url or self.s3_access_key):
            raise ValueError("S3_BUCKET must be set when S3_ENDPOINT_URL or S3_ACCESS_KEY is set")
        if bool(self.s3_access_key) != bool(self.s3_secret_key):
            raise ValueError("S3_ACCESS_KEY and S3_SECRET_KEY must be set together")
        if self.livekit_url and not (self.livekit_api_key and self.livekit_api_secret):
            raise ValueError("LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set when LIVEKIT_URL is set")
        return self

    @property
    def embedded(self) -> bool:
        """One process, one SQLite file, one machine."""
        return not self.database_url and set(self.allowed_hosts) <= LOOPBACK

    @property
    def secure(self) -> bool:
        return self.site_url.startswith("https://")

    @cached_property
    def resolved_secret_key(self) -> str:
        """The secret from the environment, else one made once and kept in the data folder."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        return path.read_text(encoding="ascii").strip()

    @cached_property
    def database(self) -> dj_database_url.DBConfig:
        if not self.database_url:
            return dj_database_url.parse(f"sqlite:///{(self.data_dir / 'samovar.sqlite3').absolute()}")
        return dj_database_url.parse(self.database_url)

    @property
    def storage(self) -> dict[str, Any]:
        """Where uploaded files lie: a bucket where one is set, else the data folder."""
        if not self.s3_bucket:
            return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        names = ("bucket", "prefix", "endpoint_url", "region", "access_key", "secret_key", "addressing")
        options = {name: getattr(self, f"s3_{name}") for name in names}
        if self.s3_endpoint_url and self.s3_addressing == "auto":
            # Own servers seldom answer to bucket.host; AWS wants it.
            options["addressing"] = "path"
        return {"BACKEND": "samovar.core.bucket.BucketStorage", "OPTIONS": options}

    @cached_property
    def mail(self) -> dict[str, Any]:
        mail = dict(dj_email_url.parse(self.email_url or "console:"))
        if mail.get("EMAIL_FILE_PATH"):
            # The library takes the leading slash away.
            mail["EMAIL_FILE_PATH"] = urlsplit(self.email_url).path
        return mail


def read_environment() -> Environment:
    """Return the settings, or stop the start with one sentence that says what to do."""
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise WrongSetting(f"samovar cannot start: {name} {reason}.".replace("  ", " ")) from None
