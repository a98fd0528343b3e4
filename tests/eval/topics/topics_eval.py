#!/usr/bin/env python3
"""Precision, recall and F1 of topics on labelled statements, by kind of topic.

  python3 topics_eval.py TOPICS_ON_SPANS VOCABULARY_DIR CORPUS.jsonl [EXTRA.ttl ...]

TOPICS_ON_SPANS is the built tool of that name; CORPUS.jsonl holds the documents
that polnear_dev.tsv refers to by id. Prints figures against both columns of
labels, how far the columns agree, and the ten commonest errors. stdlib only.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PERSON = 3  # ConceptKind::kPerson: people are tagged from mentions elsewhere.
SUBJECT = 0


def read_labels():
    rows = []
    with open(os.path.join(HERE, "polnear_dev.tsv"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            document, _, start, end, first, second = line.rstrip("\n").split("\t")
            labels = [{x for x in column.split("; ") if x} for column in (first, second)]
            rows.append((document, int(start), int(end), labels))
    return rows


def run_tagger(tool, vocabulary, corpus, extra, rows):
    wanted = collections.OrderedDict()
    for document, start, end, _ in rows:
        wanted.setdefault(document, []).append((start, end))
    texts = {}
    with open(corpus, encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            if document["id"] in wanted:
                texts[document["id"]] = document["text"]
    with tempfile.TemporaryDirectory() as folder:
        gold = {"documents": []}
        for number, (document, spans) in enumerate(wanted.items()):
            name = f"{number}.txt"
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(texts[document])
            gold["documents"].append({
                "file": name, "title": texts[document].split("\n")[0],
                "statements": [{"start": s, "end": e} for s, e in spans]})
        path = os.path.join(folder, "gold.json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(gold, out)
        result = subprocess.run([tool, vocabulary, path, *extra], check=True,
                                capture_output=True, text=True)
    tags = []
    for line in result.stdout.splitlines():
        tags += [q["tags"] for q in json.loads(line)["quotes"]]
    return tags


def kinds_of(vocabulary):
    """Preferred label -> True when it names an entity or event."""
    import re
    names = {}
    for file in os.listdir(vocabulary):
        if file.endswith(".ttl"):
            with open(os.path.join(vocabulary, file), encoding="utf-8") as ttl:
                for kind, label in re.findall(
                        r'a skos:Concept(, quoth:\w+)? ;\n\s+skos:prefLabel "([^"]*)"@en', ttl.read()):
                    names[label] = bool(kind)
    return names


def main():
    tool, vocabulary, corpus, *extra = sys.argv[1:]
    rows = read_labels()
    tags = run_tagger(tool, vocabulary, corpus, extra, rows)
    named = kinds_of(vocabulary)
    for column, what in enumerate(("by reading alone", "after a second look")):
        counts = collections.Counter()
        errors = collections.Counter()
        for (_, _, _, labels), found in zip(rows, tags):
            want = labels[column]
            got = {t["label"]: t["kind"] for t in found if t["kind"] != PERSON}
            for label in set(got) | want:
                entity = named.get(label, got.get(label, SUBJECT) != SUBJECT)
                case = "hit" if label in got and label in want else "extra" if label in got else "missed"
                counts["entities" if entity else "subjects", case] += 1
                if case != "hit":
                    errors[case, label] += 1
        print(f"{what}:")
        for kind in ("subjects", "entities"):
            hit, extra_, missed = (counts[kind, c] for c in ("hit", "extra", "missed"))
            print(f"  {kind}: precision {hit / max(1, hit + extra_):.3f} "
                  f"recall {hit / max(1, hit + missed):.3f} "
                  f"F1 {2 * hit / max(1, 2 * hit + extra_ + missed):.3f} ({hit + missed} labels)")
        print("  worst:", ", ".join(f"{c} {l} x{n}" for (c, l), n in errors.most_common(10)))
    both = sum(len(l[0] & l[1]) for *_, l in rows)
    either = sum(len(l[0]) + len(l[1]) for *_, l in rows)
    print(f"agreement of the two columns: F1 {2 * both / max(1, either):.3f}")
    print(f"{sum(map(len, tags)) / max(1, len(tags)):.2f} tags a statement")


main()
