"""What every wire model is made of: names in camelCase, times as ISO-8601 UTC, percentages, boxes."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from berkas.clock import wire_time

Timestamp = Annotated[
    datetime,
    PlainSerializer(wire_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-05-24T03:15:42.118Z"]}),
]
Percent = Annotated[int, Field(ge=0, le=100)]


class Wire(BaseModel):
    """Base of every wire model."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class BoxOut(Wire):
    """An upright rectangle on the page as a person sees it: fractions of the page, origin top left."""

    page: int = Field(ge=0, description="Page index, 0-based.", examples=[0])
    x: float = Field(examples=[0.3125])
    y: float = Field(examples=[0.125])
    w: float = Field(examples=[0.25])
    h: float = Field(examples=[0.03125])
