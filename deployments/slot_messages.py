"""What the worker and its slots say to each other, as JSON over a pipe."""

import msgspec


class Order(msgspec.Struct, frozen=True):
    """What the worker asks for.

    Attributes:
        entrypoint: Module path of the flow, one of ``deployments.entrypoints``.
        flow_run: The flow run as Prefect's JSON.
    """

    entrypoint: str
    flow_run: str


class Report(msgspec.Struct, frozen=True):
    """What a slot answers: once when it is ready, then once per order.

    Attributes:
        rss_bytes: Resident memory of the slot and its children.
        error: Class name of what ended the run outside of the engine, if anything.
    """

    rss_bytes: int
    error: str | None = None
