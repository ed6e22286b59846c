"""The real code in which a rule or a divergence was found: repository, version, file."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class SourceFile(msgspec.Struct, frozen=True, array_like=True):
    """A file of a public repository on GitHub, at a release or a commit."""

    #: `amplitude/Amplitude-iOS`.
    repository: str
    #: A release, `4.3.1`, or a commit, `215ab06b`; `docs/sources/README.md` lists them.
    version: str
    #: Its path in the repository.
    file: str


def written(files: Sequence[SourceFile]) -> list[str]:
    """Write files for a reader, the versions of one file together: `amplitude/Amplitude-iOS 4.3.1, Amplitude.m`."""
    versions: dict[tuple[str, str], list[str]] = {}
    for one in files:
        versions.setdefault((one.repository, one.file), []).append(one.version)
    return [f"{repository} {' and '.join(at)}, {file}" for (repository, file), at in versions.items()]
