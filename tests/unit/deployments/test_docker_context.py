"""The rules of .dockerignore that the tests of the build context rely on, by the examples of Docker's page and of its client."""

import pytest
from docker_context import context_of, rules_of

FILES = (
    "README.md", "README-secret.md", "temp", "tempa", "app/temp", "app/deep/temp", "app/main.go", "app/deep/main.go",
    "app/deep/notes.txt", "top.go",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("# comment\n\n", set(FILES)),
        ("*/temp*", set(FILES) - {"app/temp"}),
        ("*/*/temp*", set(FILES) - {"app/deep/temp"}),
        ("temp?", set(FILES) - {"tempa"}),
        ("/app/../temp", set(FILES) - {"temp"}),
        ("**/*.go", set(FILES) - {"top.go", "app/main.go", "app/deep/main.go"}),
        ("*.md\n!README.md", set(FILES) - {"README-secret.md"}),
        ("*.md\n!README*.md\nREADME-secret.md", set(FILES) - {"README-secret.md"}),
        ("*.md\nREADME-secret.md\n!README*.md", set(FILES)),
        ("*\n!app/deep/main.go", {"app/deep/main.go"}),
        # a folder is not looked into for an exception that only a pattern names
        ("*\n!app/**/*.go", {"app/main.go"}),
        ("*\n!app\n**/*.*\n!app/**/*.go", {"app/temp", "app/deep/temp", "app/main.go", "app/deep/main.go"}),
        ("app/[c-e]*", {"README.md", "README-secret.md", "temp", "tempa", "app/temp", "app/main.go", "top.go"}),
    ],
)
def test_what_is_sent_follows_the_rules(text, sent, tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert set(context_of(tmp_path, rules_of(text))) == sent
