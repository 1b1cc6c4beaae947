"""What every wire model is made of: names in camelCase, percentages, boxes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

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
