"""The sandbox that this machine can give."""

import os
from functools import lru_cache

from afresh.errors import InfrastructureError
from afresh.model import Limits
from afresh.sandbox.bubblewrap import WARDEN, BubblewrapSandbox
from afresh.sandbox.protocol import Job, Launch, Sandbox
from afresh.sandbox.roots import host_root


@lru_cache(maxsize=1)
def default_sandbox() -> Sandbox:
    """Return a sandbox that works here, after trying it once.

    InfrastructureError is raised when none does: bubblewrap missing, user namespaces switched off, the warden
    not built.
    """
    if not WARDEN.is_file():
        raise InfrastructureError(
            f"{WARDEN}: the warden was not built; install a C compiler, then: make setup"
        )
    # In a container, root may lack the rights that bubblewrap wants of it, and still have user namespaces.
    ways = (True, False) if os.geteuid() == 0 else (False,)
    failure = InfrastructureError("no sandbox")
    for privileged in ways:
        sandbox = BubblewrapSandbox(privileged=privileged)
        try:
            probe(sandbox)
        except InfrastructureError as error:
            failure = error
        else:
            return sandbox
    raise InfrastructureError(f"no sandbox can be started here: {failure}") from failure


def probe(sandbox: Sandbox) -> None:
    """Run /bin/true in a sandbox. InfrastructureError is raised when that does not work."""
    launch = Launch("/bin/true", (b"true",), {})
    outcome = sandbox.run(Job(host_root(), (launch,), limits=Limits()))[0]
    if outcome.exit != 0:
        raise InfrastructureError(f"/bin/true does not work in the sandbox: {outcome.stderr[:200]!r}")
