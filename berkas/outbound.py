"""Where Berkas may connect to on somebody's behalf: which URLs, and which addresses behind them.

Who registers a webhook chooses where this installation sends requests to, and must not reach what only this installation can reach.
So a URL is judged by its form, its name is resolved by ourselves, every address is judged, and the connection goes to a judged
address: a name that resolves to something else a moment later changes nothing. All of it is done again for every attempt.

Sources of the networks: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190) as of 2026; RFC 6598 (shared
address space), RFC 6052 and RFC 8215 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo), RFC 3879 (site-local), RFC 9637 (documentation).
An address of this machine that is public is not recognised; a firewall has to close those.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from berkas.errors import BerkasError

MAX_URL: Final = 2048
MAX_ADDRESSES: Final = 32
"""A name with more addresses than this is refused."""

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host name for a port; raises OSError when it has none."""

ALLOWING: Final = (
    "For a receiver in your own network the operator names its host in BERKAS_WEBHOOK_ALLOWED_HOSTS; "
    "http, any port and a private address may be used then."
)
"""What to do about most refusals."""

_UNPRIVILEGED: Final = 1024
_PORTS: Final = {"https": 443, "http": 80}
_URL = re.compile(r"[\x21-\x7e]+")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label of this form makes the whole name an IPv4 address for many parsers, in decimal, octal or hexadecimal."""

_LOCAL_NAMES: Final = ("localhost", "local", "internal", "home.arpa", "localdomain", "lan", "intranet", "corp")
"""Names below these never belong to a public server (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and habit)."""

_NOT_PUBLIC_V4: Final = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # the host of a virtual machine at Azure
    )
)  # fmt: skip
_GLOBAL_UNICAST_V6: Final = ipaddress.IPv6Network("2000::/3")
"""Everything outside is special: mapped and compatible IPv4, NAT64, unique local, link-local, site-local, multicast, discard."""

_NOT_PUBLIC_V6: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER: Final = (
    ipaddress.IPv4Network("0.0.0.0/8"), ipaddress.IPv4Network("169.254.0.0/16"), ipaddress.IPv4Network("224.0.0.0/4"),
    ipaddress.IPv4Network("168.63.129.16/32"), ipaddress.IPv6Network("::/128"), ipaddress.IPv6Network("fe80::/10"),
    ipaddress.IPv6Network("fd00:ec2::254/128"), ipaddress.IPv6Network("ff00::/8"),
)  # fmt: skip
"""Refused even where the host is allowed: where clouds keep credentials, and addresses that are no host's."""


_LOOKUPS: Final = ThreadPoolExecutor(4, thread_name_prefix="lookup")
"""Threads of their own: names that take long to resolve must not use up those that everything else shares."""


class AddressRefused(BerkasError):
    """The URL, or an address behind its name, is none that Berkas connects to."""

    code = "address_refused"
    message = "This address is not one that Berkas sends to."


class NameNotResolved(BerkasError):
    """The host name has no address."""

    code = "name_not_resolved"
    message = "The host name does not resolve to any address."
    transient = True


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was judged.

    Attributes:
        scheme: ``https``, or ``http`` for an allowed host.
        host: Name in lower case without a last dot, or a bare IP address.
        port: As given, or the scheme's own.
        path: Path and query, as given.
        is_allowed: The operator allows the host by name, whatever its addresses are.
    """

    scheme: str
    host: str
    port: int
    path: str
    is_allowed: bool

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class OutboundPolicy:
    """What an installation allows."""

    def __init__(self, allowed_hosts: str = "") -> None:
        """Take the setting ``BERKAS_WEBHOOK_ALLOWED_HOSTS``.

        Args:
            allowed_hosts: `host` or `host:port`, comma-separated; these may use http, any port and addresses that are not
                public. Where clouds keep credentials stays closed even to them.
        """
        parts = (re.sub(r"[\s\[\]]", "", part.lower()) for part in allowed_hosts.split(","))
        self._allowed = frozenset(part for part in parts if part)

    def judge(self, url: str) -> Target:
        """The target of a URL, by its form alone.

        Raises:
            AddressRefused: With the reason as its message, which repeats nothing of the URL.
        """
        scheme, host, port, path = _parts(url)
        is_allowed = host in self._allowed or f"{host}:{port}" in self._allowed
        if not is_allowed:
            _check_public(scheme, host, port)
        return Target(scheme, host, port, path, is_allowed)

    async def resolve(self, target: Target, resolver: Resolver | None = None) -> list[IpAddress]:
        """The addresses of a target, every one of them judged.

        Raises:
            NameNotResolved: There is none.
            AddressRefused: At least one is not public.
        """
        try:
            addresses = [ipaddress.ip_address(target.host)]
        except ValueError:
            addresses = await _looked_up(target, resolver or system_resolver)
        for address in addresses:
            if not (is_reachable(address) if target.is_allowed else is_public(address)):
                raise AddressRefused("The host name resolves to an address that is not public.")
        return addresses


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to a host of the public Internet and to nothing special."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4) and address.is_global
    return (
        address in _GLOBAL_UNICAST_V6
        and not any(address in network for network in _NOT_PUBLIC_V6)
        and address.is_global
    )


def is_reachable(address: IpAddress) -> bool:
    """Whether an address may be that of a host that the operator allows by name."""
    forms = [address]
    if isinstance(address, ipaddress.IPv6Address):
        embedded = [address.ipv4_mapped, address.sixtofour]
        if address in _NAT64:
            embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        forms += [inner for inner in embedded if inner is not None]
    return not any(form in network for form in forms for network in _NEVER if network.version == form.version)


async def system_resolver(host: str, port: int) -> list[str]:
    """Addresses as this machine resolves them, its hosts file included."""
    found = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, _look_up, host, port)
    return [str(entry[4][0]) for entry in found]


def _look_up(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port, path and query.

    Raises:
        AddressRefused: The URL is not of the one form that every parser reads alike.
    """
    if len(url) > MAX_URL:
        raise AddressRefused(f"The URL is longer than {MAX_URL} characters.")
    if not _URL.fullmatch(url) or "\\" in url:
        raise AddressRefused("The URL must be printable ASCII without spaces; write an international name as xn--….")
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise AddressRefused("The URL is malformed.") from None
    if split.scheme not in _PORTS:
        raise AddressRefused("The URL must begin with https://.")
    if "@" in split.netloc:
        raise AddressRefused("The URL must not contain a user name or password.")
    if "#" in url:
        raise AddressRefused("The URL must not contain a fragment.")
    host = (split.hostname or "").removesuffix(".")
    is_bracketed = "[" in split.netloc
    if is_bracketed != (":" in host) or not _is_host(host) or port == 0 or split.netloc.endswith(":"):
        raise AddressRefused("The host or the port of the URL is malformed.")
    path = (split.path or "/") + (f"?{split.query}" if split.query else "")
    return split.scheme, host, port or _PORTS[split.scheme], path


def _is_host(host: str) -> bool:
    """Whether it is an IP address in its usual form, or a name that nobody takes for one."""
    if "%" in host:  # the zone of an IPv6 address
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        return len(host) <= 253 and all(map(_LABEL.fullmatch, labels)) and not _NUMBER.fullmatch(labels[-1])
    return True


def _check_public(scheme: str, host: str, port: int) -> None:
    if scheme != "https":
        raise AddressRefused(f"The URL must begin with https://, for events hold personal data. {ALLOWING}")
    if port != _PORTS["https"] and port < _UNPRIVILEGED:
        raise AddressRefused(f"The port must be 443, or 1024 and above. {ALLOWING}")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if "." not in host or any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES):
            raise AddressRefused(f"The host name is one of a private network. {ALLOWING}") from None
        return
    if not is_public(address):
        raise AddressRefused(f"The address is not public. {ALLOWING}")


async def _looked_up(target: Target, resolver: Resolver) -> list[IpAddress]:
    try:
        texts = await resolver(target.host, target.port)
        addresses = [ipaddress.ip_address(text) for text in dict.fromkeys(texts)]
    except (OSError, UnicodeError):
        raise NameNotResolved from None
    except ValueError:  # with the zone of a link, for one
        raise AddressRefused("The host name resolves to an address that is not public.") from None
    if not addresses:
        raise NameNotResolved
    if len(addresses) > MAX_ADDRESSES:
        raise AddressRefused("The host name has too many addresses.")
    return addresses
