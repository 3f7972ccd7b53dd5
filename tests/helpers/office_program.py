"""LibreOffice as a Vietnamese office has it: its locale set to Vietnamese, files opened as by a double click."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item></oor:items>
"""
VIETNAMESE, SEMICOLON, QUOTE, UTF_8, DETECT = 1066, 59, 34, 76, "true"
READ_CSV = f"Text - txt - csv (StarCalc):{SEMICOLON},{QUOTE},{UTF_8},1,,{VIETNAMESE},false,{DETECT}"
"""The options of the dialog for text files, numbers and dates recognised: the worst that can happen to a file."""


class OfficeProgram:
    """folder: where converted files are put; the program's own settings are in it too."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("soffice")
        if found is None:
            pytest.skip("soffice (LibreOffice) is not installed")
        self.program, self.folder = found, folder
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")

    def convert(self, files: Iterable[Path], kind: str, *options: str) -> dict[str, Path]:
        """The files as another kind, by the name of each."""
        names, out = list(files), self.folder / f"{kind.partition(':')[0]}-{len(list(self.folder.iterdir()))}"
        command = [
            self.program, "--headless", "--norestore", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            *options, "--convert-to", kind, "--outdir", str(out), *map(str, names),
        ]  # fmt: skip
        done = subprocess.run(  # the program found above
            command, env={**os.environ, "LC_ALL": "vi_VN.UTF-8"}, capture_output=True, text=True, check=False
        )
        made = {name.name: out / f"{name.stem}.{kind.partition(':')[0]}" for name in names}
        missing = [name for name, path in made.items() if not path.is_file()]
        assert missing == [], done.stdout + done.stderr
        return made
