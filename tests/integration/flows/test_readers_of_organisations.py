"""Documents of several organisations in one slot: no process that parses ever sees documents of two."""

from flows.resources import resources


async def test_documents_of_two_organisations_are_parsed_by_different_processes(run, store, paper, new_organisation):
    other = await new_organisation()
    parsed_by = []
    for owner, content in ((None, paper.pdf), (None, paper.pdf + b"\n"), (other, paper.pdf)):
        stored = await (store(content) if owner is None else store(content, owner=owner))
        assert (await run(stored.id)).name == "Extracted"
        parsed_by.append(resources().reader.pid)

    assert parsed_by[0] == parsed_by[1] != parsed_by[2]
