"""Amplitude's endpoints, by path: those of 2018, and those of the current API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from simulator.backend.ingestion import intake
from simulator.backend.ingestion.endpoint import Endpoint, Wording
from simulator.backend.ingestion.v2 import answers, uploads
from simulator.backend.ingestion.v2.uploads import BATCH, HTTP_V2, Quota
from simulator.wire import requests as wire


def _current(quota: Quota) -> Endpoint:
    return Endpoint(
        open=partial(uploads.opened, quota=quota),
        wording=Wording(
            refusal=answers.wording, fault=lambda fault, events: answers.of_fault(fault, events, quota.per_second)
        ),
        takes_json=True,
        takes_gzip=True,
        most_bytes=quota.body,
        per_second=quota.per_second,
    )


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    wire.UPLOAD_PATH: Endpoint(open=intake.form(intake.client, intake.read_upload)),
    wire.EVENT_PATH: Endpoint(open=intake.form(intake.api_key, intake.read_events)),
    wire.HTTP_V2_PATH: _current(HTTP_V2),
    wire.BATCH_PATH: _current(BATCH),
    wire.IDENTIFY_PATH: Endpoint(
        open=intake.form(intake.api_key, intake.read_identifications),
        takes_get=True,
        # Rule v2.identify.rate.
        per_second=HTTP_V2.per_second,
    ),
    wire.GROUP_IDENTIFY_PATH: Endpoint(
        open=intake.form(intake.api_key, intake.read_group_identifications),
        takes_get=True,
        most_bytes=HTTP_V2.body,
    ),
    wire.USERMAP_PATH: Endpoint(open=intake.form(intake.api_key, intake.read_mappings)),
    wire.DELETION_PATH: Endpoint(open=intake.form(intake.authorised, intake.read_deletions), takes_json=True),
}
