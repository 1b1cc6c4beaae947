"""Where Berkas may connect to: forms of URLs, ranges of addresses, names that change their mind."""

import ipaddress

import pytest

from berkas.outbound import AddressRefused, NameNotResolved, OutboundPolicy, is_public, is_reachable

PUBLIC = OutboundPolicy()

NOT_PUBLIC = [
    # IPv4: unspecified, private, shared, loopback, link-local with metadata, assignments, documentation,
    # benchmark, multicast, reserved
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.9",
    "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    # IPv6: unspecified, loopback, compatible and mapped IPv4, NAT64, discard, Teredo, benchmark, ORCHID, documentation, 6to4
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254",
    "::ffff:0:8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1", "100::1", "100:0:0:1::1", "2001::1",
    "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "5f00::1", "4000::1",
    # unique local with metadata, link-local, site-local, multicast
    "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip

ARE_PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "198.17.255.255", "198.20.0.0",
    "223.255.255.255",
    "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450::1", "3ffe:ffff::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_special_addresses_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ARE_PUBLIC)
def test_addresses_of_public_hosts_are_public_up_to_the_edges_of_the_ranges(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://contoh.example.com", ("contoh.example.com", 443, "/")),
        ("https://Contoh.Example.COM/Hook?a=b&c=%20", ("contoh.example.com", 443, "/Hook?a=b&c=%20")),
        ("https://contoh.example.com.:8443/x", ("contoh.example.com", 8443, "/x")),
        ("https://xn--bcher-kva.example.com/", ("xn--bcher-kva.example.com", 443, "/")),
        ("https://contoh.example.com?q", ("contoh.example.com", 443, "/?q")),
        ("https://8.8.8.8/", ("8.8.8.8", 443, "/")),
        ("https://[2606:4700:4700::1111]:9000/", ("2606:4700:4700::1111", 9000, "/")),
        ("HTTPS://contoh.example.com//a/../b", ("contoh.example.com", 443, "//a/../b")),
    ],
)
def test_a_public_url_is_taken_apart(url, parts):
    target = PUBLIC.judge(url)

    assert (target.host, target.port, target.path) == parts


@pytest.mark.parametrize(
    "url",
    [
        # schemes and forms
        "http://contoh.example.com/", "ftp://contoh.example.com/", "file:///etc/passwd",
        "gopher://contoh.example.com/", "//contoh.example.com/",
        "contoh.example.com", "", "https://", "https:///path", "https:contoh.example.com", "https://contoh.example.com:443:80/",
        "https://user@contoh.example.com/", "https://user:secret@contoh.example.com/", "https://contoh.example.com#@127.0.0.1/",
        "https://contoh.example.com/#fragment", "https://contoh.example.com/#", "https://contoh.example.com\\@127.0.0.1/",
        "https://contoh.example.com/a b", "https://contoh.example.com/\t", "https://contoh.example.com/\r\nHost: x",
        " https://contoh.example.com",
        "https://contoh.example.com/\x00", "https://con\u200btoh.example.com/", "https://contoh.example.com/ünïcode",
        "https://" + "a" * 64 + ".com/", "https://contoh..com/", "https://-contoh.com/", "https://contoh-.com/",
        "https://contoh.com,evil.com/",
        "https://contoh.example.com/" + "a" * 2048, "https://contoh.example.com%2f@127.0.0.1/",
        "https://127.0.0.1%00.contoh.com/",
        # ports
        "https://contoh.example.com:22/", "https://contoh.example.com:80/", "https://contoh.example.com:0/",
        "https://contoh.example.com:65536/",
        "https://contoh.example.com:-1/", "https://contoh.example.com:/", "https://contoh.example.com:１/",
        # this machine and its like, in every spelling
        "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/",
        "https://localhost.localdomain/",
        "https://db/", "https://intranet/", "https://printer.local/", "https://metadata.google.internal/",
        "https://router.home.arpa/",
        "https://127.0.0.1/", "https://127.0.0.1./", "https://127.1/", "https://127.0.1/", "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/", "https://0x7f.1/", "https://017700000001/", "https://0177.0.0.1/",
        "https://127.0.0.01/", "https://00000127.0.0.1/",
        "https://0/", "https://0.0.0.0/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://contoh.0x/",
        "https://contoh.12/",
        "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:ffff:127.0.0.1]/",
        "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
        "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/",
        "https://[fd00:ec2::254]/", "https://[v1.fe80]/", "https://[::1", "https://::1/",
        "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "https://192.168.1.1/", "https://100.100.100.200/",
        # what folds to digits and dots only after Unicode normalisation
        "https://１２７.０.０.１/", "https://①②⑦.⓪.⓪.①/", "https://ⓛocalhost/", "https://127。0。0。1/", "https://bücher.example.com/",
    ],
)  # fmt: skip
def test_a_url_that_is_not_plainly_public_is_refused(url):
    with pytest.raises(AddressRefused):
        PUBLIC.judge(url)


def test_a_refusal_repeats_nothing_of_the_url():
    with pytest.raises(AddressRefused) as refusal:
        PUBLIC.judge("https://user:rahasia@contoh.example.com/")

    assert "rahasia" not in str(refusal.value)
    assert "contoh" not in str(refusal.value)


def answering(*answers: list[str]):
    """A resolver that gives one answer after another."""
    left = list(answers)

    async def resolver(_host: str, _port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolver


async def test_a_name_with_public_addresses_is_resolved_once_each():
    target = PUBLIC.judge("https://contoh.example.com/")

    found = await PUBLIC.resolve(target, answering(["8.8.8.8", "8.8.8.8", "2606:4700:4700::1111"]))

    assert [str(address) for address in found] == ["8.8.8.8", "2606:4700:4700::1111"]


@pytest.mark.parametrize("address", [*NOT_PUBLIC, "fe80::1%eth0"])
async def test_one_special_address_among_public_ones_refuses_the_name(address):
    target = PUBLIC.judge("https://contoh.example.com/")

    with pytest.raises(AddressRefused):
        await PUBLIC.resolve(target, answering(["8.8.8.8", address, "1.1.1.1"]))


async def test_a_name_that_changes_to_a_special_address_is_refused_the_next_time():
    target = PUBLIC.judge("https://contoh.example.com/")
    resolver = answering(["8.8.8.8"], ["127.0.0.1"])

    assert await PUBLIC.resolve(target, resolver)
    with pytest.raises(AddressRefused):
        await PUBLIC.resolve(target, resolver)


async def test_a_name_without_addresses_is_told_from_a_refused_one():
    async def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    target = PUBLIC.judge("https://contoh.example.com/")

    for resolver in (unknown, answering([])):
        with pytest.raises(NameNotResolved):
            await PUBLIC.resolve(target, resolver)


async def test_a_name_with_more_addresses_than_anybody_needs_is_refused():
    target = PUBLIC.judge("https://contoh.example.com/")

    with pytest.raises(AddressRefused):
        await PUBLIC.resolve(target, answering([f"8.8.8.{i}" for i in range(33)]))


async def test_an_allowed_host_may_be_private_without_tls_on_any_port():
    policy = OutboundPolicy(" Intranet , 127.0.0.1:9000, [::1]:9000,")

    assert policy.judge("http://intranet:81/hook").is_allowed
    assert policy.judge("http://[::1]:9000/").is_allowed
    target = policy.judge("http://127.0.0.1:9000/hook")
    assert [str(address) for address in await policy.resolve(target)] == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9001/", "http://127.0.0.1/", "https://a.intranet/", "http://intranet.example.com/"]
)
def test_an_allowed_host_allows_no_other_port_and_no_neighbour(url):
    with pytest.raises(AddressRefused):
        OutboundPolicy("intranet,127.0.0.1:9000").judge(url)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "fd00:ec2::254",
        "168.63.129.16",
        "0.0.0.0", "::", "224.0.0.1", "ff02::1", "fe80::1",
    ],
)  # fmt: skip
async def test_even_an_allowed_host_never_leads_to_where_clouds_keep_credentials(address):
    policy = OutboundPolicy("intranet")

    assert not is_reachable(ipaddress.ip_address(address))
    with pytest.raises(AddressRefused):
        await policy.resolve(policy.judge("http://intranet/"), answering([address]))


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://contoh.example.com/", "contoh.example.com"),
        ("https://contoh.example.com:8443/", "contoh.example.com:8443"),
        ("https://[2606:4700:4700::1111]/", "[2606:4700:4700::1111]"),
        ("https://[2606:4700:4700::1111]:8443/", "[2606:4700:4700::1111]:8443"),
    ],
)
def test_the_host_header_has_the_port_where_it_is_not_the_usual_one(url, authority):
    assert PUBLIC.judge(url).authority == authority


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.contoh.example/x", "events hold personal data"),
        ("http://127.0.0.1:9000/", "events hold personal data"),
        ("https://127.0.0.1:9000/", "not public"),
        ("https://hooks.intranet/", "private network"),
        ("https://contoh.example.com:81/", "443"),
    ],
)
def test_a_refusal_says_why_and_which_setting_allows_a_receiver_in_ones_own_network(url, reason):
    with pytest.raises(AddressRefused) as refusal:
        PUBLIC.judge(url)

    told = str(refusal.value)
    assert reason in told
    assert "BERKAS_WEBHOOK_ALLOWED_HOSTS" in told
    assert not any(part in told for part in ("contoh", "127.0.0.1", "hooks"))
    host = url.split("/")[2].partition(":")[0]
    assert OutboundPolicy(host).judge(url).is_allowed
