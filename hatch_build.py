"""Build the warden, Afresh's one native program, as part of every wheel and editable install."""

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FLAGS = ["-std=c11", "-O2", "-static", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE"]


class WardenHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles warden.c beside its source and tags the wheel with the platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile, or stop the build with the compiler's own words."""
        source = Path(self.root, "src/afresh/sandbox/warden.c")
        target = source.with_suffix("")
        fresh = target.with_name(f"warden.{os.getpid()}")
        subprocess.run([os.environ.get("CC", "cc"), *FLAGS, "-o", fresh, source], check=True)
        fresh.replace(target)
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
