"""What the guide for authors shows can be sent, and reads the page that it shows."""

import json
import re
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "custom-templates.md"


def test_the_worked_example_reads_the_card_of_the_guide(client, paper, upload, read):
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = next(text for language, text in blocks if language == "text").strip().split("\n")
    template = json.loads(next(text for language, text in blocks if language == "json"))

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
