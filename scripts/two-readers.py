"""Whatever our reader takes, Python's zipfile reads to the same entries with the same content.

    python scripts/two-readers.py [-n COUNT] [--seed SEED]

The archives: every bundle of the repository, the malformed ones of ../shared/suites where they are, COUNT that zipfile itself
writes, and COUNT changed ones of each kind: bytes anywhere, and fields that local and central headers share. Exits with 1 when
the readers differ, or when too few archives of a kind are taken for the comparison to mean anything.
"""

import argparse
import hashlib
import io
import json
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
MALFORMED = ROOT.parent / "shared" / "suites" / "malformed-zips.zip"


def written(rng):
    """An archive of zipfile's own, of some entries with some content, stored or deflated."""
    buffer = io.BytesIO()
    names = ["bundle.json", "graph.json", "schema.json", "models/a.onnx", "extra/x", "extra/y/z.txt", "README.md"]
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names[: rng.randint(1, len(names))]:
            info = zipfile.ZipInfo(name)
            info.external_attr = rng.choice([0o644 << 16, 0o100644 << 16])
            info.create_system = 3
            info.compress_type = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
            alphabet = rng.choice([b"a", b"ab", bytes(range(256))])
            content = bytes(rng.choices(alphabet, k=rng.choice([0, 1, 10, 300, 40_000])))
            archive.writestr(info, content, compresslevel=rng.randint(0, 9))
    return buffer.getvalue()


def headers(data):
    """Offsets of the local and the central header of each entry."""
    count, _, start = struct.unpack_from("<HII", data, len(data) - 12)
    found = []
    for _ in range(count):
        name, extra, comment = struct.unpack_from("<HHH", data, start + 28)
        found.append((struct.unpack_from("<I", data, start + 42)[0], start))
        start += 46 + name + extra + comment
    return found


def changed_anywhere(rng, data):
    other = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        other[rng.randrange(len(other))] = rng.randrange(256)
    return bytes(other)


def changed_alike(rng, data):
    """One byte of the fields from "version needed" to the extra field's size, or of the name, in both headers."""
    other = bytearray(data)
    local, central = rng.choice(headers(data))
    (length,) = struct.unpack_from("<H", data, local + 26)
    if rng.random() < 0.7:
        field = rng.randrange(26)
        places = local + 4 + field, central + 6 + field
    else:
        place = rng.randrange(length)
        places = local + 30 + place, central + 46 + place
    value = rng.choice([0, 8, 10, 20, 97, rng.randrange(256)])
    for place in places:
        other[place] = value
    return bytes(other)


def archives(rng, count):
    bundles = [path.read_bytes() for path in sorted(ROOT.glob("examples/**/*.mlbundle"))]
    for i, data in enumerate(bundles):
        yield f"bundle-{i}", data
    if MALFORMED.exists():
        with zipfile.ZipFile(MALFORMED) as suite:
            for i, case in enumerate(json.loads(suite.read("index.json"))):
                yield f"malformed-{i}", suite.read(case["path"].removeprefix("zips/"))
    own = [written(rng) for _ in range(count)]
    for i, data in enumerate(own):
        yield f"zipfile-{i}", data
    small = [data for data in bundles + own if len(data) < 100_000]
    for i in range(count):
        yield f"anywhere-{i}", changed_anywhere(rng, rng.choice(small))
        yield f"alike-{i}", changed_alike(rng, rng.choice(small))


def read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [[name, hashlib.sha256(archive.read(name)).hexdigest()] for name in archive.namelist()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = dict(archives(random.Random(options.seed), options.n))
    with tempfile.TemporaryDirectory() as folder:
        for name, data in made.items():
            (Path(folder) / name).write_bytes(data)
        command = ["node", "scripts/run.mjs", "scripts/read-archives.ts", folder]
        ours = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    kinds = {}
    wrong = 0
    for name, data in made.items():
        kind = name.split("-")[0]
        counts = kinds.setdefault(kind, [0, 0])
        counts[1] += 1
        if isinstance(ours[name], str):
            continue
        counts[0] += 1
        theirs = read(data)
        if theirs != ours[name]:
            wrong += 1
            print(f"{name}: we read {ours[name]}, zipfile {theirs}", file=sys.stderr)
    for kind, (taken, total) in kinds.items():
        print(f"{kind}: {taken} of {total} taken")
    print(f"{wrong} differences")
    enough = {"bundle": 1, "zipfile": options.n // 2, "alike": options.n // 20}
    few = [kind for kind, least in enough.items() if kinds[kind][0] < least]
    if few or kinds.get("malformed", [0])[0]:
        print(f"too few, or malformed ones, are taken: {kinds}", file=sys.stderr)
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
