"""Spam among text messages: TF-IDF of words and pairs with a logistic regression, exported as sms.mlbundle.

python train.py sms_spam.tsv [OUTPUT_FOLDER]

Afterwards every message is scored with the bundle and compared with what the pipeline says.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

import skewless
from skewless import gate


def build():
    words = TfidfVectorizer(ngram_range=(1, 2), strip_accents="unicode", sublinear_tf=True, min_df=3)
    return make_pipeline(words, LogisticRegression(C=10, max_iter=1000))


def compare(pipeline, bundle, texts):
    """Scores every text with the bundle; the number of rows with another label or other probabilities."""
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "messages.ndjson"
        rows.write_text("".join(json.dumps({"message": text}) + "\n" for text in texts), encoding="utf-8")
        command = gate.command("predict", str(bundle), str(rows), "--output-format", "ndjson")
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    got = [json.loads(line) for line in done.stdout.splitlines()]
    labels, shares = pipeline.predict(texts), pipeline.predict_proba(texts)
    wrong = abs(len(got) - len(texts))
    worst = 0.0
    for row, label, share in zip(got, labels, shares, strict=True):
        off = max(abs(row["probabilities"][name] - p) for name, p in zip(pipeline.classes_, share, strict=True))
        worst = max(worst, off)
        wrong += row["label"] != label or not off <= 1e-15
    print(f"{len(got)} messages, {wrong} differ, greatest deviation {worst:.3g}")
    return wrong


def main(data, folder="."):
    frame = pd.read_csv(data, sep="\t", header=None, names=["label", "message"], quoting=3)
    texts, labels = frame["message"], frame["label"]
    accuracy = float(np.mean(cross_val_score(build(), texts, labels, cv=5)))
    pipeline = build().fit(texts, labels)
    folder = Path(folder)
    for weights, name in (("onnx", "sms"), ("tensors", "sms-edge")):
        report = skewless.export(
            pipeline,
            folder / f"{name}.mlbundle",
            texts,
            name="sms",
            description="Whether a text message is spam",
            golden_rows=20,
            metrics={"accuracy": accuracy},
            data=[{"name": Path(data).name, "rows": len(frame)}],
            weights=weights,
        )
    print(report)
    return sum(compare(pipeline, folder / name, texts) for name in ("sms.mlbundle", "sms-edge.mlbundle")) and 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
