"""Making, changing, publishing and deactivating templates over HTTP."""

import concurrent.futures

import jsonschema
import pytest

from berkas.extraction.checks.registry import VALIDATORS
from templates_registry import registry

CHECK = {"wordsEqual": {"words": "memberName", "number": "savings"}}
BUILT_IN = registry.newest_versions()[1]


@pytest.fixture
def template(client, card):
    """A draft."""
    return client.post("/api/templates", json=card).json()["data"]


def field_errors(answer):
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "validation_failed"
    return answer.json()["details"]["fieldErrors"]


def actions(rows, template_id):
    found = rows("select action, actor from audit_entry where subject = $1 order by sequence", template_id)
    assert all(row["actor"].startswith("key_") for row in found)
    return [row["action"] for row in found]


def test_a_new_template_is_a_draft_with_everything_that_was_sent(client, card, rows):
    answer = client.post("/api/templates", json=card)

    made = answer.json()["data"]
    assert answer.status_code == 201
    assert made["id"].startswith("tpl_")
    assert (made["version"], made["state"], made["draftVersion"], made["active"], made["builtIn"]) == (
        1,
        "draft",
        1,
        True,
        False,
    )
    assert (made["name"], made["slug"], made["documentTypeHint"], made["match"]) == (
        "Kartu anggota",
        "kartu-anggota",
        None,
        ["KOPERASI CONTOH SEJAHTERA"],
    )
    assert [{**field, **sent} for field, sent in zip(made["fields"], card["fields"], strict=True)] == made["fields"]
    assert client.get(f"/api/templates/{made['id']}").json()["data"] == made
    assert actions(rows, made["id"]) == ["template.created"]


def test_a_template_can_be_published_at_once(client, card):
    made = client.post("/api/templates", json={**card, "publish": True}).json()["data"]

    assert (made["version"], made["state"], made["draftVersion"]) == (1, "published", None)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kartu Anggota (2026)", "kartu-anggota-2026"),
        ("Café  Ñandú", "cafe-nandu"),
        ("会员卡", "template"),
        ("x" * 200, "x" * 64),
    ],
)
def test_a_slug_is_made_of_the_name(client, card, name, slug):
    answers = [client.post("/api/templates", json={**card, "name": name, **more}) for more in ({}, {"slug": None})]

    assert answers[0].json()["data"]["slug"] == slug
    assert answers[1].status_code == 409


def test_other_methods_are_told_which_ones_there_are(client, template):
    answer = client.put(f"/api/templates/{template['id']}", json={})

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) >= {"GET", "PATCH", "DELETE"}


def test_the_answer_can_be_sent_back_as_it_came(client, template):
    names = ("name", "documentTypeHint", "fields", "otherLabels", "match", "checks")

    answer = client.post("/api/templates", json={**{name: template[name] for name in names}, "slug": "salinan"})

    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["fields"] == template["fields"]


def test_a_built_in_template_can_be_copied_and_changed(client):
    source = next(t for t in registry.newest_versions() if t.slug == "invoice")
    shown = client.get(f"/api/templates/{source.id}").json()["data"]
    names = ("documentTypeHint", "fields", "otherLabels", "match", "checks")

    answer = client.post("/api/templates", json={**{name: shown[name] for name in names}, "name": "Faktur kami"})

    assert answer.status_code == 201, answer.text
    assert {name: answer.json()["data"][name] for name in names} == {name: shown[name] for name in names}
    assert any(field["find"] == {"sum": {"role": "total"}} for field in shown["fields"])
    assert any("NO SURAT JALAN" in label for label in shown["otherLabels"])


def test_every_mistake_is_told_at_once_by_its_path(client):
    body = {
        "name": "",
        "slug": "Not A Slug",
        "documentTypeHint": "passport2",
        "publish": "yes",
        "colour": 1,
        "match": ["1", "x" * 101],
        "checks": "total",
        "fields": [
            {"name": "a", "label": "A", "regex": "(a"},
            {"name": "1a", "label": "A", "type": "datum", "requireConfidenceAbove": 101, "snake_case": 1},
            {"name": "e", "label": "E", "type": "enum"},
            {"name": "t", "label": "T", "type": "array"},
            {"name": "v", "label": "V", "type": "enum", "values": [True, "x"]},
            {
                "name": "r",
                "label": "R",
                "type": "array",
                "items": {"type": "object", "fields": [{"name": "c", "label": "C", "regex": "[", "near": []}]},
            },
        ],
    }

    errors = field_errors(client.post("/api/templates", json=body))

    assert {
        "name",
        "slug",
        "documentTypeHint",
        "publish",
        "colour",
        "match.1",
        "checks",
        "fields.0.regex",
        "fields.1.name",
        "fields.1.type",
        "fields.1.requireConfidenceAbove",
        "fields.1.snake_case",
        "fields.2",
        "fields.3",
        "fields.4.values.0",
        "fields.5.items.fields.0.regex",
        "fields.5.items.fields.0.near",
    } == set(errors)
    assert errors["fields.0.regex"] == ["not a valid RE2 regular expression: missing ): (a"]
    assert errors["fields.2"] == ["an enum needs values"]


def test_unknown_names_are_refused_with_the_list_of_known_ones(client, card):
    rules = [{"numberedInOrder": {"number": "d"}}]
    table = {"fields": [{"name": "c", "label": "C", "normaliser": "no"}], "rules": rules, "rowStart": ["d"]}
    body = {
        **card,
        "checks": [
            {"rate": {"base": "l", "rate": "l", "equals": "l"}},
            {"rate": {"base": "l", "rate": "l", "equals": "no"}},
        ],
        "match": ["12345", "ABC"],
        "fields": [
            {"name": "a", "label": "A", "normaliser": "no", "validator": "no", "find": {"rate": {"of": "no"}}},
            {"name": "a", "label": "again"},
            {"name": "t", "label": "T", "type": "array", "items": table},
            {"name": "e", "label": "E", "type": "enum", "values": ["x", "x"]},
            {"name": "l", "label": "L", "labels": ["123"]},
        ],
    }

    errors = field_errors(client.post("/api/templates", json=body))

    assert {
        "checks.1",
        "match.0",
        "match.1",
        "fields.0.normaliser",
        "fields.0.validator",
        "fields.0.find.rate.of",
        "fields.1.name",
        "fields.2.items.fields.0.normaliser",
        "fields.2.items.rules.0",
        "fields.2.items.rowStart.0",
        "fields.3.values",
        "fields.4.labels",
    } == set(errors)
    assert errors["fields.0.validator"] == [f"must be one of: {', '.join(sorted(VALIDATORS))}"]
    assert errors["checks.1"] == ["no is not the name of a field"]


def test_a_table_holds_no_tables_however_deep(client, card):
    inner = {"name": "c", "label": "C", "type": "array", "items": {"fields": [{"name": "d", "label": "D"}]}}
    field = {"name": "t", "label": "T", "type": "array", "items": {"fields": [inner]}}

    errors = field_errors(client.post("/api/templates", json={**card, "fields": [field]}))
    bottomless = client.post("/api/templates", content=_nested(3000), headers={"Content-Type": "application/json"})

    assert list(errors) == ["fields.0.items.fields.0.type"]
    assert bottomless.status_code == 400


def _nested(depth):
    """A template with tables in tables; written by hand, for encoders stop before."""
    opened = '{"name":"c","label":"C","type":"array","items":{"fields":[' * depth
    return '{"name":"x","fields":[' + opened + '{"name":"d","label":"D"}' + "]}}" * depth + "]}"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fields": []}, "fields"),
        ({"fields": [{"name": f"f{n}", "label": "L"} for n in range(201)]}, "fields"),
        (
            {"fields": [{"name": f"f{n}", "label": "L", "labels": [f"AAA{m}" for m in range(50)]} for n in range(31)]},
            "fields",
        ),
        ({"fields": [{"name": "f", "label": "L", "labels": ["LABEL"] * 101}]}, "fields.0.labels"),
        ({"fields": [{"name": "f", "label": "L", "regex": "a" * 501}]}, "fields.0.regex"),
        ({"fields": [{"name": "f", "label": "L", "regex": "((a{100}){100}){100}"}]}, "fields.0.regex"),
        ({"fields": [{"name": "f", "label": "L", "regex": "(?=a)"}]}, "fields.0.regex"),
        ({"match": ["CONTOH"] * 51}, "match"),
    ],
)
def test_templates_have_limits(client, card, change, path):
    assert path in field_errors(client.post("/api/templates", json={**card, **change}))


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"{" + b" " * 300_000 + b"}", "application/json", 413, "payload_too_large"),
        (b"[]", "application/json", 400, "bad_request"),
        (b'{"name": NaN}', "application/json", 400, "bad_request"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b'{"name": "bk_live_' + b"A" * 32 + b'"}', "application/json", 400, "bad_request"),
    ],
)
def test_bodies_that_are_no_template_are_refused(client, content, media_type, status, code):
    answer = client.post("/api/templates", content=content, headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_slug_is_taken_once_in_an_organisation(client, stranger, card, template):
    again = client.post("/api/templates", json=card)
    elsewhere = stranger.post("/api/templates", json=card)
    other = client.post("/api/templates", json={**card, "slug": "lain"}).json()["data"]
    renamed = client.patch(f"/api/templates/{other['id']}", json={"slug": "kartu-anggota"})

    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert elsewhere.status_code == 201
    assert renamed.status_code == 409
    assert client.get(f"/api/templates/{other['id']}").json()["data"]["slug"] == "lain"


def test_one_of_simultaneous_templates_of_one_slug_is_made(client, card):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post("/api/templates", json=card).status_code, range(8)))

    assert sorted(answers) == [201, *[409] * 7]


def test_repeating_under_one_key_makes_one_template_and_publishes_once(client, card, rows):
    made = [client.post("/api/templates", json=card, headers={"Idempotency-Key": "a"}) for _ in range(2)]
    other = client.post("/api/templates", json={**card, "slug": "x"}, headers={"Idempotency-Key": "a"})
    template_id = made[0].json()["data"]["id"]
    published = [
        client.post(f"/api/templates/{template_id}/publish", headers={"Idempotency-Key": "b"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].content == made[1].content
    assert made[1].headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert [answer.status_code for answer in published] == [200, 200]
    assert actions(rows, template_id) == ["template.created", "template.published"]


def test_a_change_is_a_draft_until_it_is_published_and_versions_stay(client, card, template, rows):
    path = f"/api/templates/{template['id']}"
    client.post(f"{path}/publish")
    drafted = client.patch(path, json={"name": "Kartu baru", "slug": "baru", "documentTypeHint": "other"}).json()[
        "data"
    ]
    client.patch(path, json={"fields": card["fields"][:1]})
    before = client.get(path).json()["data"]
    published = client.post(f"{path}/publish").json()["data"]
    versions = client.get(f"{path}/versions").json()

    assert (drafted["version"], drafted["state"], drafted["name"], len(drafted["fields"])) == (
        2,
        "draft",
        "Kartu baru",
        5,
    )
    assert (before["version"], before["name"], before["draftVersion"]) == (1, "Kartu anggota", 2)
    assert (published["version"], published["slug"], published["documentTypeHint"]) == (2, "baru", "other")
    assert [(v["version"], v["state"], len(v["fields"])) for v in versions["data"]] == [
        (2, "published", 1),
        (1, "published", 5),
    ]
    assert versions["total"] == 2
    assert client.get(f"{path}/versions", params={"limit": 1, "offset": 1}).json()["data"] == versions["data"][1:]
    assert client.get(f"{path}/versions/1").json()["data"] == versions["data"][1]
    assert versions["data"][1]["publishedAt"] is not None
    assert actions(rows, template["id"]) == [
        "template.created",
        "template.published",
        "template.changed",
        "template.changed",
        "template.published",
    ]


def test_publishing_without_a_draft_is_a_conflict(client, template):
    client.post(f"/api/templates/{template['id']}/publish")

    answer = client.post(f"/api/templates/{template['id']}/publish")

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_changes_are_checked_like_new_templates_and_a_wrong_one_changes_nothing(client, template):
    path = f"/api/templates/{template['id']}"
    wrong = {"match": ["a"], "colour": 1, "active": "no", "fields": [{"name": "a", "label": "A", "normaliser": "no"}]}

    answers = [client.patch(path, json=wrong), client.patch(path, json={}), client.patch(path, json={"match": None})]

    assert [set(field_errors(answer)) for answer in answers] == [{"active", "colour"}, {"body"}, {"match"}]
    assert client.get(path).json()["data"] == template


def test_simultaneous_changes_of_different_parts_are_all_kept(client, template):
    path = f"/api/templates/{template['id']}"
    changes = [{"name": "Baru"}, {"match": ["PHRASE BARU"]}, {"slug": "baru"}, {"checks": [CHECK]}]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert {answer.status_code for answer in pool.map(lambda body: client.patch(path, json=body), changes)} == {200}

    changed = client.get(path).json()["data"]
    assert all(changed[name] == value for change in changes for name, value in change.items())


def test_deactivating_can_be_repeated_and_undone(client, template, rows):
    path = f"/api/templates/{template['id']}"

    stopped = [client.delete(path) for _ in range(2)]
    publish = client.post(f"{path}/publish")
    again = client.patch(path, json={"active": True}).json()["data"]

    assert [(answer.status_code, answer.json()["data"]["active"]) for answer in stopped] == [(200, False)] * 2
    assert (publish.status_code, publish.json()["code"]) == (409, "conflict")
    assert (again["active"], again["version"]) == (True, 1)
    assert actions(rows, template["id"]) == ["template.created", "template.deactivated", "template.activated"]


def test_the_list_shows_ours_after_theirs_filters_and_pages(client, stranger, card):
    names = ["Beta", "alfa", "Gamma"]
    made = [client.post("/api/templates", json={**card, "name": n, "slug": n.lower()}).json()["data"] for n in names]
    client.patch(f"/api/templates/{made[0]['id']}", json={"documentTypeHint": "invoice"})
    client.delete(f"/api/templates/{made[2]['id']}")
    stranger.post("/api/templates", json=card)

    def listed(**query):
        answer = client.get("/api/templates", params=query).json()
        return [template["slug"] for template in answer["data"]], answer["total"]

    built_in = [template.slug for template in registry.newest_versions()]
    everything = ["alfa", "beta", "gamma", *built_in]
    assert listed() == (everything, len(everything))
    assert listed(limit=2, offset=2) == (everything[2:4], len(everything))
    assert listed(limit=2, offset=4) == (everything[4:6], len(everything))
    assert listed(documentTypeHint="invoice,npwp") == (["beta", "invoice", "npwp"], 3)
    assert listed(active="false") == (["gamma"], 1)
    assert listed(active="true", q="BET") == (["beta"], 1)
    assert listed(q="ktp") == (["ktp"], 1)
    shown = client.get("/api/templates", params={"q": "ktp"}).json()["data"][0]
    assert (shown["builtIn"], shown["createdAt"], shown["state"]) == (True, None, "published")


@pytest.mark.parametrize(
    "query", [{"active": "yes"}, {"documentTypeHint": "paper"}, {"colour": "red"}, {"limit": "0"}, {"q": "x" * 256}]
)
def test_unknown_filters_are_refused(client, query):
    assert set(field_errors(client.get("/api/templates", params=query))) == set(query)


def test_built_in_templates_can_be_read_and_not_changed(client):
    path = f"/api/templates/{BUILT_IN.id}"

    versions = client.get(f"{path}/versions").json()["data"]
    refused = [client.patch(path, json={"name": "x"}), client.delete(path), client.post(f"{path}/publish")]

    assert client.get(path).json()["data"]["slug"] == BUILT_IN.slug
    assert client.get(f"{path}/versions/{BUILT_IN.version}").json()["data"] == versions[0]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(422, "rule_violation")}


def test_strangers_find_nothing(client, stranger, template):
    path = f"/api/templates/{template['id']}"
    answers = [
        stranger.get(path),
        stranger.get(f"{path}/versions"),
        stranger.get(f"{path}/versions/1"),
        stranger.patch(path, json={"name": "x"}),
        stranger.patch(path, json={"active": False}),
        stranger.delete(path),
        stranger.post(f"{path}/publish"),
        stranger.post(f"{path}/dry-run", json={"documentId": "doc_x"}),
        client.get(f"{path}/versions/2"),
        client.get(f"{path}/versions/{10**12}"),
        client.get("/api/templates/tpl_none"),
        client.get(f"/api/templates/{BUILT_IN.id}/versions/99"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "not_found")}
    assert client.get(path).json()["data"] == template


@pytest.mark.parametrize(
    ("scope", "method", "path", "missing"),
    [
        ("templates:write", "GET", "/api/templates", "templates:read"),
        ("templates:write", "GET", "/api/templates/schema", "templates:read"),
        ("templates:read", "POST", "/api/templates", "templates:write"),
        ("templates:read", "PATCH", "/api/templates/tpl_x", "templates:write"),
        ("templates:read", "DELETE", "/api/templates/tpl_x", "templates:write"),
        ("templates:read", "POST", "/api/templates/tpl_x/publish", "templates:write"),
        ("templates:write", "POST", "/api/templates/tpl_x/dry-run", "documents:read"),
        ("documents:read", "POST", "/api/templates/tpl_x/dry-run", "templates:write"),
    ],
)
def test_a_key_needs_the_scope(installation, organisation, scope, method, path, missing):
    with installation.client(organisation, scope) as http:
        answer = http.request(method, path)

    assert (answer.status_code, answer.json()["error"]) == (403, f"missing scope: {missing}")


def test_an_organisation_has_so_many_templates_at_most_also_when_all_are_made_at_once(client, card):
    with concurrent.futures.ThreadPoolExecutor(8) as together:
        answers = list(together.map(lambda n: client.post("/api/templates", json={**card, "slug": f"t{n}"}), range(44)))

    assert sorted(answer.status_code for answer in answers) == [*[201] * 40, *[422] * 4]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 422} == {"rule_violation"}


def test_the_json_schema_takes_what_the_api_takes_and_names_every_rule(client, card):
    answer = client.get("/api/templates/schema")
    schema = answer.json()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = [
        {**card, "fields": []},
        {**card, "colour": 1},
        {**card, "checks": ["no"]},
        {**card, "fields": [{"name": "a", "label": "A", "normaliser": "no"}]},
        {**card, "fields": [{"name": "a", "label": "A", "type": "array"}]},
        {**card, "fields": [{"name": "a", "label": "A", "type": "enum"}]},
        {**card, "fields": [{"name": "a"}]},
    ]

    assert answer.headers["content-type"].startswith("application/schema+json")
    assert validator.is_valid(card)
    assert [validator.is_valid(body) for body in wrong] == [False] * len(wrong)
    assert {client.post("/api/templates", json=body).status_code for body in wrong} == {400}
    properties = schema["$defs"]["TemplateField"]["properties"]
    assert all("title" in value and "description" in value for value in properties.values())


def test_every_built_in_template_fits_the_json_schema(client):
    validator = jsonschema.Draft202012Validator(client.get("/api/templates/schema").json())
    names = ("name", "slug", "documentTypeHint", "fields", "otherLabels", "match", "checks")
    for template in registry.newest_versions():
        if template.fields:
            shown = client.get(f"/api/templates/{template.id}").json()["data"]
            validator.validate({name: shown[name] for name in names})
