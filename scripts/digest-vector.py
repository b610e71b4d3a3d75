"""Writes spec/vectors/digest.json: the encoding of spec/golden.md, spelled out byte by byte without the library's code."""

import hashlib
import json
from pathlib import Path

NUMBER = {"NaN": "7ff8000000000000", "-0": "8000000000000000", "1.5": "3ff8000000000000", "-2": "c000000000000000"}


def count(n: int) -> str:
    return f"{n:08x}"


def text(value: str) -> str:
    utf8 = value.encode().hex()
    return "03" + count(len(utf8) // 2) + utf8


def number(name: str) -> str:
    return "01" + NUMBER[name]


def items(*parts: str) -> str:
    return "04" + count(len(parts)) + "".join(parts)


MISSING, TRUE, FALSE = "00", "0201", "0200"

# One scored record (features 1.5, NaN, -0, "é", missing), one refused.
features = items(number("1.5"), number("NaN"), number("-0"), text("é"), MISSING)
outputs = items(text("stay"), items(number("-2"), TRUE), FALSE)
issues = items(items(text("age"), text("out_of_range")), items(text("plan"), text("unseen_category")))
refused = items(MISSING, MISSING, items(items(text("age"), text("absent"))))
encoding = items(items(features, outputs, issues), refused)

vector = {
    "item": [
        [
            [1.5, {"$number": "NaN"}, {"$number": "-0"}, "é", None],
            ["stay", [-2, True], False],
            [["age", "out_of_range"], ["plan", "unseen_category"]],
        ],
        [None, None, [["age", "absent"]]],
    ],
    "encoding": encoding,
    "digest": hashlib.sha256(bytes.fromhex(encoding)).hexdigest(),
}
path = Path(__file__).parent.parent / "spec" / "vectors" / "digest.json"
path.write_text(json.dumps(vector, indent=2, ensure_ascii=False) + "\n")
