"""What the OpenAPI document says of the requests that follow an upload: bodies, parameters, files, streams."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIMediaType, Operation, Parameter, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from api import access_schemas
from api.export_query import EXPORT_PARAMETERS, FORMATS_OF_ONE, FORMATS_OF_MANY, BOM
from api.filters import ListParameter
from api.openapi import IDEMPOTENCY_KEY, failures, parameter_of
from api.schemas import Wire

_FILE: Final = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
