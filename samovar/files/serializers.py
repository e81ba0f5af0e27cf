"""The shape of what the REST doors of uploads take and give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework import serializers
from rest_framework.parsers import BaseParser

from samovar.core.api import StrictBooleanField, StrictCharField, StrictIntegerField
from samovar.core.parsers import TooLarge
from samovar.files.events import FileView
from samovar.files.models import Upload
from samovar.files.upload_rules import LOUDNESSES, PIECE_MAX, Announced

LARGEST_NUMBER = 2**53 - 1


class PieceParser(BaseParser):
    """The raw bytes of a piece, at most 1 MiB of them."""

    media_type = "application/offset+octet-stream"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - asked for by the base class
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - the same
    ) -> Any:
        content = stream.read(PIECE_MAX + 1)
        if len(content) > PIECE_MAX:
            raise TooLarge
        return content


class UploadIn(serializers.Serializer[Any]):
    """A file that is going to come; ``size`` in bytes, ``duration`` in ms, ``waveform`` of what is spoken."""

    name = StrictCharField(max_length=1000, allow_blank=True)
    size = StrictIntegerField(min_value=0, max_value=LARGEST_NUMBER)
    type = StrictCharField(required=False, allow_blank=True, default="", max_length=200)
    voice = StrictBooleanField(required=False, default=False)
    duration = StrictIntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=86_400_000
    )
    waveform = serializers.ListField(
        child=StrictIntegerField(min_value=0, max_value=100),
        required=False,
        default=list,
        max_length=LOUDNESSES,
    )
    width = StrictIntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=16_384)
    height = StrictIntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=16_384)

    def announced(self) -> Announced:
        """Return what was told, checked."""
        self.is_valid(raise_exception=True)
        told: dict[str, Any] = dict(self.validated_data)
        return Announced(file_name=told.pop("name"), content_type=told.pop("type"), **told)


class UploadOut(serializers.Serializer[Upload]):
    """An upload: ``offset`` bytes of ``size`` are there, the next piece has at most ``piece`` of them."""

    id = serializers.CharField(source="name")
    name = serializers.CharField(source="file_name")
    size = serializers.IntegerField()
    offset = serializers.IntegerField(source="received")
    state = serializers.ChoiceField(choices=["coming", "ready"])
    piece = serializers.SerializerMethodField()

    def get_piece(self, upload: Upload) -> int:
        del upload
        return PIECE_MAX


class FileOut(serializers.Serializer[FileView]):
    """A file as it stands with a message."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=["picture", "video", "sound", "voice", "file"])
    name = serializers.CharField()
    type = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    sides = serializers.ListField(child=serializers.IntegerField())
    duration = serializers.IntegerField(allow_null=True)
    waveform = serializers.ListField(child=serializers.IntegerField())
    alt = serializers.CharField(allow_blank=True)


class SpaceOut(serializers.Serializer[Any]):
    """Bytes: what one's files take of ``quota``, and how large one file may be."""

    used = serializers.IntegerField()
    quota = serializers.IntegerField()
    largest = serializers.IntegerField()
