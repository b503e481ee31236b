"""Checking a signed export: signature, file, and each event against the chain of this installation."""

import base64
import binascii
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from townsite.audit.models import Seal
from townsite.audit.sealing.canonical import digests_in
from townsite.common.errors import Invalid
from townsite.common.signing_keys import is_signed, verifies
from townsite.oversight.exporting.writing import (
    EVENTS,
    FORMAT,
    MANIFEST,
    PURPOSE,
    SIGNATURE,
    Manifest,
)

MOST_PROBLEMS = 20


@dataclass
class Checked:
    """The manifest, how many events a seal here confirms, and what is wrong."""

    manifest: Manifest
    confirmed: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)


def check_export(path: Path, *, public_key: bytes | None = None) -> Checked:
    """What a signed export is worth. Raises Invalid for a file that is none.

    Without `public_key` it has to be signed by this installation, and its events are compared with
    the seals kept here; with the key of another installation only signature and file are checked.
    """
    try:
        with zipfile.ZipFile(path) as file:
            content, signature = file.read(MANIFEST), base64.b64decode(file.read(SIGNATURE))
            told = Checked(Manifest(**json.loads(content)))
            told.problems += _signature_problems(content, signature, public_key)
            told.problems += _file_problems(file, told.manifest)
            if public_key is None and not told.problems:
                _compare(file, told)
            return told
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, binascii.Error) as error:
        raise Invalid(f"{path} is no signed export of the audit trail ({error}).") from error


def _signature_problems(
    content: bytes, signature: bytes, public_key: bytes | None
) -> Iterator[str]:
    if json.loads(content)["format"] != FORMAT:
        yield f"The manifest is of another format than “{FORMAT}”."
    if public_key is None and not is_signed(content, signature, purpose=PURPOSE):
        yield "The manifest is not signed by this installation. Maybe give --public-key."
    if public_key is not None and not verifies(content, signature, public_key):
        yield "The manifest is not signed by the holder of this public key."


def _file_problems(file: zipfile.ZipFile, manifest: Manifest) -> Iterator[str]:
    digest, count = hashlib.sha256(), 0
    with file.open(EVENTS) as lines:
        for line in lines:
            digest.update(line)
            count += 1
    if digest.hexdigest() != manifest.sha256:
        yield f"{EVENTS} was changed: its SHA-256 is {digest.hexdigest()}."
    if count != manifest.events:
        yield f"{EVENTS} holds {count:,} events; the manifest says {manifest.events:,}."


def _compare(file: zipfile.ZipFile, told: Checked) -> None:
    """Lines come in the order of ids, so that each seal is read once."""
    sealed: dict[int, bytes] = {}
    upto = -1
    with file.open(EVENTS) as lines:
        for line in lines:
            key = int(json.loads(line)["id"])
            if key > upto:
                seal = Seal.objects.filter(upto_id__gte=key).order_by("upto_id").first()
                upto = seal.upto_id if seal else 2**63
                sealed = digests_in(bytes(seal.entries)) if seal else {}
            _compare_one(key, hashlib.sha256(line.rstrip(b"\n")).digest(), sealed, told)


def _compare_one(key: int, digest: bytes, sealed: dict[int, bytes], told: Checked) -> None:
    if not sealed:
        told.unsealed += 1
    elif sealed.get(key) == digest:
        told.confirmed += 1
    elif len(told.problems) < MOST_PROBLEMS:
        told.problems.append(f"Event {key} is not as its seal holds it.")
