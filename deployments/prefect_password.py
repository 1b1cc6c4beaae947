"""Whether the password of the Prefect server is one: whoever has it can start, cancel and delete every run."""

from typing import Final

from berkas.refusals import Refused

LEAST_CHARACTERS: Final = 12
"""Every example and placeholder of these files is shorter; a generated password is longer."""


class PrefectPasswordWeak(Refused):
    """User and password of Prefect are missing, a placeholder or too short."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"{variable} must be `user:password` with a password of at least {LEAST_CHARACTERS} characters, none of the examples'. "
            "Make one: openssl rand -hex 24"
        )


def check(auth_string: str, variable: str) -> None:
    """See that an installation does not run with an empty or a default password.

    Args:
        auth_string: `user:password`.
        variable: Where it was read, for the message.

    Raises:
        PrefectPasswordWeak: The user or the password is empty, a placeholder, or too short.
    """
    user, _, password = auth_string.strip().partition(":")
    few_characters = LEAST_CHARACTERS // 3
    if not user or len(password) < LEAST_CHARACTERS or len(set(password)) < few_characters:
        raise PrefectPasswordWeak(variable)
