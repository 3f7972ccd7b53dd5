"""The layout of the program in folders: `python -m tests.architecture.house`.

Two figures. The number of modules in a folder; and, for the last commits before each feature got its own
package, the number of modules in all folders that one commit would touch today, which is what a developer has
to look through. Git tells where an old file is now.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from statistics import median

from tests.architecture.trees import PROGRAM, ROOT

BEFORE = "199dc3a"
"""The last commit before the move."""
COMMITS = 128
MEDIAN_OF_FOLDERS = 6
MOST_IN_A_FOLDER = 24
MEDIAN_OF_COMMITS = 25


def git(*arguments: str) -> list[str]:
    """The lines that git answers."""
    run = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def is_module(path: str) -> bool:
    """Whether a path is a module of the program; revisions of the database are history."""
    parts = PurePosixPath(path).parts
    return path.endswith(".py") and parts[0] in PROGRAM and "versions" not in parts


def folder_of(path: str) -> str:
    return str(PurePosixPath(path).parent)


def sizes(paths: Iterable[str]) -> Counter[str]:
    """How many modules are in each folder; the face of a package is the folder's own name and counts with it."""
    return Counter(folder_of(path) for path in paths if is_module(path))


def moves(old: str, new: str) -> dict[str, str]:
    """The place of each file of one commit in another; None for one that is gone."""
    found = {path: path for path in git("ls-tree", "-r", "--name-only", old)}
    for line in git("diff", "--name-status", "--find-renames=40%", "-l0", old, new):
        kind, before, *after = line.split("\t")
        if kind.startswith("R"):
            found[before] = after[0]
        elif kind == "D":
            found.pop(before, None)
    return found


def touched(commit: str) -> list[str]:
    """The modules that a commit changed."""
    return [path for path in git("show", "--format=", "--name-only", commit) if is_module(path)]


def rooms(now: Counter[str], to_before: dict[str, str], to_now: dict[str, str], paths: list[str]) -> int:
    """How many modules are in the folders where the paths are now; 0 if none of them is left."""
    places = {to_now[to_before[path]] for path in paths if to_before.get(path) in to_now}
    return sum(now[folder] for folder in {folder_of(place) for place in places if is_module(place)})


def main(head: str = "HEAD") -> int:
    now = sizes(git("ls-tree", "-r", "--name-only", head))
    to_now = moves(BEFORE, head)
    changes = [(commit, touched(commit)) for commit in git("log", f"-{COMMITS}", "--format=%H", BEFORE)]
    seen = [rooms(now, moves(commit, BEFORE), to_now, paths) for commit, paths in changes if paths]
    seen = [number for number in seen if number]
    folder, most = now.most_common(1)[0]
    answer = {
        "modules a folder, median": (median(now.values()), MEDIAN_OF_FOLDERS),
        f"modules a folder, most ({folder})": (most, MOST_IN_A_FOLDER),
        f"modules in the folders that a commit touches, median ({len(seen)} commits)": (
            median(seen),
            MEDIAN_OF_COMMITS,
        ),
    }
    for name, (number, limit) in answer.items():
        sys.stdout.write(f"{name}: {number:g} (at most {limit})\n")
    return 0 if all(number <= limit for number, limit in answer.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
