"""The reports of the ports in `adapters`: `python -m tools.port_reports [NAME…]` writes `docs/reports`.

A list beside each adapter has the port's known failures, with reasons; the reports are of the same runs, complete. Kept
are the records of the runs, and a summary and a badge for each port; the HTML pages are made from the records when the
site is built.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from simulator.conformance.records import known_failures
from simulator.conformance.records import stream as records
from simulator.conformance.records.following import summary
from simulator.conformance.records.stream import CaseRecord, Run
from simulator.reports import tally
from simulator.reports.badge import badge
from simulator.reports.html import html
from simulator.reports.markdown import markdown
from tools import port_records
from tools.readme import ROOT

FOLDER: Final = ROOT / "docs" / "reports"
PATIENCE: Final = "60"
"""Seconds to wait for a reply: a page that has made 1000 calls without a network needs some."""
FOREVER: Final = date(2099, 12, 31)
"""The expiry date of a release's known failures: they will never be fixed in that release."""
JUDGED: Final = ("documented", "latest")
FOUND_OUT: Final = "auto"


class Port(NamedTuple):
    """A port whose reports are published."""

    name: str
    #: The marker of the tests that need the same software on the machine.
    needs: str = "node"
    #: The dialects that it is judged by.
    judged: tuple[str, ...] = JUDGED
    #: Its folder in `adapters`, if that has another name.
    folder: str = ""
    #: One of several editions, which the folder's `adapter` takes as an argument.
    edition: str = ""

    @property
    def command(self) -> str:
        """The command that starts its adapter, from the root of the repository."""
        if self.edition:
            return f"adapters/{self.folder}/adapter {self.edition}"
        return f"node adapters/{self.name}/adapter.js"

    def known(self, dialect: str) -> Path:
        """Return the list of its known failures in a dialect."""
        name = f"{self.edition}-{dialect}" if self.edition else dialect
        return ROOT / "adapters" / (self.folder or self.name) / "known-failures" / f"{name}.toml"


PORTS: Final = (
    Port("analytics-js"),
    Port("analytics-next"),
    Port("react-native"),
    Port("analytics-node"),
    Port("analytics-kotlin", needs="jvm"),
    Port("android-2018", judged=("documented", "shipped"), folder="android", edition="2018", needs="jvm"),
    Port("android-last", judged=("latest",), folder="android", edition="last", needs="jvm"),
)


def run(
    port: Port,
    dialect: str,
    *,
    into: Path,
    options: Sequence[str] = (),
    features: Path | None = None,
    adapters: int = 2,
) -> Run:
    """Run the suite, or a folder of features, on a port and return the run, failures included.

    `options` are for its adapter, of which `adapters` run at a time.

    The address of uploads differs in each run, so it is replaced with a fixed one.
    """
    assert port.edition or (ROOT / "adapters" / "node_modules").is_dir(), (
        "install the ports first: npm ci --ignore-scripts in adapters/"
    )
    report = into / f"{'-'.join((port.name, dialect, *options))}.jsonl"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "simulator",
            "conform",
            *(("--features", str(features)) if features else ()),
            "--adapter",
            shlex.join([*port.command.split(), *options]),
            "--dialect",
            dialect,
            "--timeout",
            PATIENCE,
            "-j",
            str(adapters),
            "--report",
            str(report),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # 1 means that the port differs somewhere, as these do.
    assert done.returncode in (0, 1), done.stderr
    made = records.read(report)
    return msgspec.structs.replace(made, cases=tuple(map(_at_one_address, made.cases)))


def _at_one_address(record: CaseRecord) -> CaseRecord:
    transcript = msgspec.json.decode(
        _ENDPOINT.sub(b"http://127.0.0.1/runs/case", msgspec.json.encode(record.transcript))
    )
    return msgspec.structs.replace(record, transcript=tuple(transcript))


_ENDPOINT: Final = re.compile(rb"http://127\.0\.0\.1:\d+/runs/case-\d+")


def explained(port: Port, made: Run) -> Run:
    """Return a run in which each failure has the reason that the list of known failures gives, if any."""
    path = port.known(made.begin.dialect)
    listed = known_failures.read(path) if path.exists() else {}
    reasons = {case: entry.reason for case, entry in listed.items()}
    return msgspec.structs.replace(made, cases=tuple(_explained(record, reasons) for record in made.cases))


def _explained(record: CaseRecord, reasons: Mapping[str, str]) -> CaseRecord:
    if record.status != "failed":
        return record
    return msgspec.structs.replace(record, reason=reasons.get(record.case, record.reason))


def kept(port: Port) -> tuple[Run, ...]:
    """Return the kept runs of a port, one for each dialect that it is judged by."""
    return tuple(
        explained(port, port_records.recorded(port_records.path(port.name, dialect))) for dialect in port.judged
    )


def page(port: Port) -> str:
    """Return the HTML page of all kept runs of a port."""
    return html(kept(port))


def summaries(port: Port, runs: Sequence[Run]) -> dict[str, str]:
    """Return the files that are kept beside the records, by name: a summary of all runs, and the badge of the last."""
    return {
        f"{port.name}.md": markdown(runs, failures=False) + "\n",
        f"{port.name}.svg": badge(runs[-1:]),
    }


def unlisted(port: Port, made: Run) -> tuple[str, ...]:
    """Return the complaints about a port's list of known failures after a run, a sentence each."""
    listed = known_failures.read(port.known(made.begin.dialect))
    marked = [known_failures.mark(record, listed, today=date.today()) for record in made.cases]
    failed = [f"{record.case} fails and is not listed" for record in marked if record.outcome in ("failed", "errored")]
    suite = [record.case for record in made.cases]
    return (*failed, *known_failures.complaints(made.cases, listed, suite=suite, today=date.today()))


def rows(port: Port, judged: Sequence[Run], found_out: Run) -> str:
    """Return a port's rows in the table of all: the result of each run, and the dialects that it follows."""
    lines = []
    for made in judged:
        counts = tally.totals(made)
        name = f"[{made.begin.port.name}]({port.name}.md), {made.begin.port.version}"
        first = made is judged[0]
        lines.append(
            f"| {name if first else ''} | {made.begin.dialect} | {counts['passed']} | {counts['failed']} | "
            f"{counts['skipped']} | {counts['not applicable']} | {summary(found_out.cases) if first else ''} |\n"
        )
    return "".join(lines)


def overview(table: str, made: Mapping[str, str]) -> str:
    """Return the table of all ports, in their order: with the rows `made` of some, and the old rows of the others."""
    head, *blocks = re.split(r"^(?=\| \[)", table, flags=re.MULTILINE)
    there = {name: block for block in blocks for name in re.findall(r"\]\((.+?)\.md\)", block)}
    there.update(made)
    return head + "".join(there.get(port.name, "") for port in PORTS)


_TABLE: Final = re.compile(r"(?<=<!-- overview -->\n\n).*?(?=\n<!-- end -->)", re.DOTALL)


def record_known(port: Port, made: Run) -> None:
    """Write a port's failures into its list; reasons in the list are kept."""
    path = port.known(made.begin.dialect)
    listed = known_failures.read(path) if path.exists() else {}
    # A scenario that no longer exists is taken off the list.
    before = {record.case: listed[record.case] for record in made.cases if record.case in listed}
    entries = known_failures.recorded(made, before, today=date.today())
    path.parent.mkdir(exist_ok=True)
    lasting = (msgspec.structs.replace(entry, until=FOREVER) for entry in entries)
    path.write_text(known_failures.written(lasting), "utf-8")


def publish(names: Sequence[str]) -> Iterator[str]:
    """Run the suite on the ports of these names, or on all, write everything, and yield a line for each run."""
    written: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for port in PORTS:
            if names and port.name not in names:
                continue
            judged = []
            for dialect in port.judged:
                made = run(port, dialect, into=Path(folder))
                port_records.write(port_records.path(port.name, dialect), port_records.condensed(made))
                judged.append(made)
                says = tally.sentence(tally.totals(judged[-1]), discovered=len(judged[-1].cases))
                yield f"{port.name} in {dialect}: {says}"
                record_known(port, judged[-1])
            found_out = run(port, FOUND_OUT, into=Path(folder))
            written[port.name] = rows(port, judged, found_out)
            yield f"{port.name} follows {summary(found_out.cases)}"
            for name, text in summaries(port, [explained(port, made) for made in judged]).items():
                (FOLDER / name).write_text(text, "utf-8")
    index = FOLDER / "README.md"
    text, tables = _TABLE.subn(lambda table: overview(table[0], written), index.read_text("utf-8"))
    assert tables == 1, f"{index} has lost the place of its table"
    index.write_text(text, "utf-8")


if __name__ == "__main__":
    for line in publish(sys.argv[1:]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
