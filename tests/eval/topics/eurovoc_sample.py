#!/usr/bin/env python3
"""Tags that a vocabulary brought beside ours gives, to be judged right or wrong.

  python3 eurovoc_sample.py TOPICS_ON_SPANS VOCABULARY_DIR CORPUS.jsonl EXTRA.ttl [COUNT]

prints COUNT (200) tags of the vocabulary, evenly taken from those of all statements of the
corpus: label, words that gave it, and the statement's beginning. With judgements in
eurovoc_judged.tsv beside this file, prints the precision of those that still stand.
stdlib only.
"""
import json
import os
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def tags_of(tool, vocabulary, corpus, extra):
    """[(document id, start, label, evidence, statement)] of tags that only EXTRA gives."""
    documents = []
    with open(corpus, encoding="utf-8") as file:
        for line in file:
            documents.append(json.loads(line))
    with tempfile.TemporaryDirectory() as folder:
        gold = {"documents": []}
        for number, document in enumerate(documents):
            with open(os.path.join(folder, f"{number}.txt"), "w", encoding="utf-8") as out:
                out.write(document["text"])
            spans = sorted({(q["start"], q["end"]) for q in document["quotes"]})
            gold["documents"].append({"file": f"{number}.txt", "title": document["text"].split("\n")[0],
                                      "statements": [{"start": s, "end": e} for s, e in spans]})
        path = os.path.join(folder, "gold.json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(gold, out)

        def run(*more):
            done = subprocess.run([tool, vocabulary, path, *more], check=True, capture_output=True, text=True)
            return [json.loads(line)["quotes"] for line in done.stdout.splitlines()]

        rows = []
        for document, ours, both in zip(documents, run(), run(extra)):
            for mine, all_ in zip(ours, both):
                known = {t["label"] for t in mine["tags"]}
                for tag in all_["tags"]:
                    if tag["label"] not in known:
                        words = document["text"][mine["start"]:mine["end"]].replace("\n", " ").replace("\t", " ")
                        rows.append((document["id"], str(mine["start"]), tag["label"], tag["evidence"], words[:160]))
        statements = sum(len(quotes) for quotes in run())
        return rows, statements


def main():
    tool, vocabulary, corpus, extra, *count = sys.argv[1:]
    rows, statements = tags_of(tool, vocabulary, corpus, extra)
    judged_path = os.path.join(HERE, "eurovoc_judged.tsv")
    judged = {}
    if os.path.exists(judged_path):
        with open(judged_path, encoding="utf-8") as file:
            for line in file:
                if not line.startswith("#"):
                    verdict, *key = line.rstrip("\n").split("\t")
                    judged[tuple(key)] = verdict == "right"
    present = [judged[r[:3]] for r in rows if r[:3] in judged]
    print(f"# {len(rows)} tags of {os.path.basename(extra)} beside ours, on {statements} statements")
    if present:
        print(f"# {len(present)} of {len(judged)} judged tags stand: precision {sum(present) / len(present):.3f}")
        if not count:
            return
    wanted = int(count[0]) if count else 200
    # By a hash, so that the same tags are taken as long as they stand.
    for row in sorted(rows, key=lambda r: zlib.crc32("\t".join(r[:3]).encode()))[:wanted]:
        print("\t".join(row))


main()
