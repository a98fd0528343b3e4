#!/usr/bin/env python3
"""Precision, recall and F1 of topics on labelled statements, by kind of topic.

  python3 topics_eval.py TOPICS_ON_SPANS VOCABULARY_DIR CORPUS.jsonl [-v] [EXTRA.ttl ...]

TOPICS_ON_SPANS is the built tool of that name; CORPUS.jsonl holds the documents
that polnear_dev.tsv refers to by id. Prints figures against the adjudicated labels
(GUIDELINE.md), on the half of the documents that the tagger was developed on and on
the held-out half; how far the two passes agree; and the ten commonest errors.
-v lists the development half's errors. stdlib only.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
PERSON = 3  # ConceptKind::kPerson: people are tagged from mentions elsewhere.
SUBJECT = 0


def read_labels():
    """(document, start, end, [first pass, second pass, adjudicated]) a statement."""
    rows = []
    with open(os.path.join(HERE, "polnear_dev.tsv"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            document, _, start, end, *columns = line.rstrip("\n").split("\t")
            labels = [{x for x in column.split("; ") if x} for column in columns]
            rows.append((document, int(start), int(end), labels))
    return rows


def is_held_out(document):
    """Half of the documents; nothing is tuned on them."""
    return zlib.crc32(document.encode()) % 2 == 1


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
                    names[label] = kind not in ("", ", quoth:Backdrop")
    return names


def agreement(rows):
    """Of the two passes: F1 over labels, and Cohen's kappa over (statement, label) pairs."""
    both = sum(len(l[0] & l[1]) for *_, l in rows)
    first, second = (sum(len(l[k]) for *_, l in rows) for k in (0, 1))
    pairs = len(rows) * len({x for *_, l in rows for x in l[0] | l[1]})
    observed = (pairs - first - second + 2 * both) / pairs
    chance = (first * second + (pairs - first) * (pairs - second)) / pairs ** 2
    return 2 * both / (first + second), (observed - chance) / (1 - chance)


def score(rows, tags, named, above, what):
    counts, errors = collections.Counter(), collections.Counter()
    for (*_, labels), found in zip(rows, tags):
        want = labels[2]
        got = {t["label"]: t for t in found if t["kind"] != PERSON}
        covered = set(got) | {a for t in got.values() for a in t["broader"]}
        asked = set(want) | {a for w in want for a in above.get(w, ())}

        def kind(label):
            entity = named.get(label, got.get(label, {}).get("kind", SUBJECT) != SUBJECT)
            return "entities" if entity else "subjects"

        for label in want:
            counts[kind(label), "hit" if label in covered else "missed"] += 1
            if label not in covered:
                errors["missed", label] += 1
        for label, tag in got.items():
            right = label in want or want & set(tag["broader"]) or label in asked
            counts[kind(label), "right" if right else "extra"] += 1
            if not right:
                errors["extra", label] += 1
    print(f"{what} ({len(rows)} statements):")
    for k in ("subjects", "entities"):
        hit, missed, right, extra = (counts[k, c] for c in ("hit", "missed", "right", "extra"))
        precision, recall = right / max(1, right + extra), hit / max(1, hit + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"  {k}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({hit + missed} labels)")
    print("  worst:", ", ".join(f"{c} {l} x{n}" for (c, l), n in errors.most_common(10)))


def main():
    tool, vocabulary, corpus, *extra = sys.argv[1:]
    verbose = "-v" in extra
    extra = [x for x in extra if x != "-v"]
    rows = read_labels()
    tags = run_tagger(tool, vocabulary, corpus, extra, rows)
    named = kinds_of(vocabulary)
    above = {t["label"]: t["broader"] for found in tags for t in found}
    parts = {False: "development half", True: "held-out half"}
    for held, what in parts.items():
        chosen = [k for k, row in enumerate(rows) if is_held_out(row[0]) == held]
        score([rows[k] for k in chosen], [tags[k] for k in chosen], named, above, what)
    score(rows, tags, named, above, "all")
    f1, kappa = agreement(rows)
    print(f"agreement of the two passes: F1 {f1:.3f}, kappa {kappa:.3f}")
    print(f"{sum(map(len, tags)) / max(1, len(tags)):.2f} tags a statement")
    if verbose:  # The development half alone: the other is not to be looked at.
        for (document, start, end, labels), found in zip(rows, tags):
            if is_held_out(document):
                continue
            got = {t["label"]: t["evidence"] for t in found if t["kind"] != PERSON}
            extra_, missed = set(got) - labels[2], labels[2] - set(got)
            if extra_ or missed:
                print(document[:40], start, "missed", sorted(missed),
                      "extra", [(x, got[x]) for x in sorted(extra_)])


main()
