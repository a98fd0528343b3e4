#!/usr/bin/env python3
"""The table of topics of the sample documents in ingest-service/vocabulary/README.md.

  python3 readme_table.py QUOTH_PARSE            prints it
  python3 readme_table.py QUOTH_PARSE --write    puts it between the marks of the README
  python3 readme_table.py QUOTH_PARSE --check    exit code 1 when the README's is another

For each sample (deploy/samples) the topics of its statements, the commonest first, with the
number of statements tagged. stdlib only.
"""
import collections
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
README = os.path.join(ROOT, "ingest-service", "vocabulary", "README.md")
BEGIN, END = "<!-- topics of the samples: readme_table.py -->\n", "<!-- end -->\n"
TOPICS_MAX = 8


def table(program):
    folder = os.path.join(ROOT, "deploy", "samples")
    rows = ["| document | statements | tags each | topics |", "|---|---|---|---|"]
    for name in sorted(os.listdir(folder)):
        done = subprocess.run([program, "--jsonl", os.path.join(folder, name)], check=True,
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            quotes = json.loads(line)["quotes"]
            counts = collections.Counter(t for q in quotes for t in q["topics"])
            best = sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:TOPICS_MAX]
            each = sum(counts.values()) / max(1, len(quotes))
            rows.append(f"| `{name}` | {len(quotes)} | {each:.1f} | "
                        + ", ".join(f"{topic} {n}" for topic, n in best) + " |")
    return "\n".join(rows) + "\n"


def main():
    program, *mode = sys.argv[1:]
    made = table(program)
    if not mode:
        print(made, end="")
        return
    with open(README, encoding="utf-8") as file:
        text = file.read()
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    if mode == ["--write"]:
        with open(README, "w", encoding="utf-8") as file:
            file.write(text[:begin] + made + text[end:])
    elif text[begin:end] != made:
        print("ingest-service/vocabulary/README.md has another table than readme_table.py makes; "
              "run it with --write", file=sys.stderr)
        print(made, file=sys.stderr)
        sys.exit(1)


main()
