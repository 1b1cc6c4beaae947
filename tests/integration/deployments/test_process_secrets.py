"""What a process that holds keys shows to others of its user."""

import json
import subprocess
import sys

SCRIPT = """
import ctypes, json, os, signal, sys
from pathlib import Path
from berkas.process_secrets import protect

SOMEBODY = 61_999  # a user without any right: tests that root runs become it, for nothing can be hidden from root

def as_somebody():
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(SOMEBODY, SOMEBODY, SOMEBODY)
        os.setresuid(SOMEBODY, SOMEBODY, SOMEBODY)
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # a program that this user starts is readable

def in_a_child(work):
    result, answer = os.pipe()
    pid = os.fork()
    if not pid:
        as_somebody()
        os.write(answer, json.dumps(work()).encode())
        signal.pause()
    found = json.loads(os.read(result, 65536))
    return pid, found

def opened(pid):
    found = []
    for name in ("environ", "mem", "maps"):
        try:
            (Path("/proc") / str(pid) / name).open("rb").read(1)
        except PermissionError:
            continue
        except OSError:  # nothing is mapped at 0; it was opened
            pass
        found.append(name)
    return found

pid, _ = in_a_child(protect if sys.argv[1] == "protected" else dict)
other, found = in_a_child(lambda: opened(pid))
os.kill(pid, 9)
os.kill(other, 9)
print(json.dumps(found))
"""

ENVIRONMENTS = """
import json, os, subprocess, sys
from pathlib import Path
from berkas.process_secrets import protect

os.environ["CHANGED"] = "since"
os.environ["ADDED"] = "since"
protect()
protect()
child = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
inherited = json.loads(subprocess.run(child, capture_output=True, text=True, check=True).stdout)
print(json.dumps([Path("/proc/self/environ").read_text().strip(chr(0)), dict(os.environ), inherited]))
"""


def run(script: str, *arguments: str, **variables: str):
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_another_process_of_the_user_reads_neither_environment_nor_memory() -> None:
    assert run(SCRIPT, "plain") == ["environ", "mem", "maps"]

    assert run(SCRIPT, "protected") == []


def test_the_first_environment_is_emptied_and_variables_stay_where_programs_look_for_them() -> None:
    shown, own, inherited = run(ENVIRONMENTS, BERKAS_ROOT_KEY="k1:Rahas1a", CHANGED="before", EMPTY="")

    wanted = {"BERKAS_ROOT_KEY": "k1:Rahas1a", "CHANGED": "since", "ADDED": "since", "EMPTY": ""}
    assert shown == ""
    assert own.items() >= wanted.items()
    assert inherited.items() >= wanted.items()
