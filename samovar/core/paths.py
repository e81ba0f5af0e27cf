"""How ids and names stand in addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class IdConverter(IntConverter):
    """``<id:room_id>``: a number that a database can hold; anything larger is no address of ours."""

    regex = "[0-9]{1,18}"


class NameConverter(StringConverter):
    """``<name:username>``: text of one part of an address that a database can be asked for."""

    regex = r"[^/\x00]{1,200}"


register_converter(IdConverter, "id")
register_converter(NameConverter, "name")
