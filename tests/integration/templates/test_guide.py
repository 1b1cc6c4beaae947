"""What the guide for authors shows can be sent, and reads the page that it shows."""

import json
import re
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "custom-templates.md"


def examples(language):
    found = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [text for kind, text in found if kind == language]


def test_the_example_with_strategies_can_be_sent(client):
    template = json.loads(examples("json")[1])

    made = client.post("/api/templates", json=template)

    assert made.status_code == 201, made.text
    assert [field["find"] for field in made.json()["data"]["fields"] if field["find"]] == [
        field["find"] for field in template["fields"] if "find" in field
    ]


def test_the_worked_example_reads_the_card_of_the_guide(client, paper, upload, read):
    lines = examples("text")[0].strip().split("\n")
    template = json.loads(examples("json")[0])

    made = client.post("/api/templates", json={**template, "publish": True})
    document = read(upload(paper(*lines)))

    assert made.status_code == 201, made.text
    assert (document["status"], document["templateId"]) == ("extracted", made.json()["data"]["id"])
    assert document["extraction"]["fields"] == {
        "memberNumber": "KC-000123",
        "memberName": "SINTA CONTOH",
        "memberSince": "2019-08-17",
        "level": "EMAS",
        "savings": 250_000,
    }
