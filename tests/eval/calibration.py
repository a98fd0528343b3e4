#!/usr/bin/env python3
"""Are statements as often right as their confidence says?  stdlib only.

  quoth-parse --input=jsonl --jsonl dev.jsonl | python3 calibration.py dev.jsonl - [--rules]

GOLD and PRED: one document a line, {"id", "text" (gold only), "quotes": [{"start", "end", "spans"?, "speaker_start"?,
"speaker_end"?, "speaker_canonical"?, "confidence", "rule"}]}; offsets in code points.  A statement is right when its
words overlap a gold one's with Jaccard >= 0.8 and its source is the gold one's: printed words that overlap, or equal
last names.  Prints a row for each step of confidence, those at >= 0.9 together, and with --rules a row for each rule.
"""
import collections
import json
import re
import sys

TOKEN = re.compile(r"\w+(?:[’'\-.]\w+)*", re.U)
STEPS = [0, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1.01]


def tokens(spans, quote):
    parts = quote.get('spans') or [[quote['start'], quote['end']]]
    return {i for i, (a, b) in enumerate(spans) if any(a < e and b > s for s, e in parts)}


def last_name(quote):
    words = TOKEN.findall((quote.get('speaker_canonical') or '').casefold())
    return words[-1] if words else None


def same_source(gold, quote):
    if gold.get('speaker_start') is None and not gold.get('speaker_canonical'):
        return True  # Not judged.
    if gold.get('speaker_start') is not None and quote.get('speaker_start') is not None:
        if quote['speaker_start'] < gold['speaker_end'] and gold['speaker_start'] < quote['speaker_end']:
            return True
    return last_name(gold) is not None and last_name(gold) == last_name(quote)


def judge(gold_path, predictions):
    """(confidence, rule, words right, all right) of each statement."""
    predicted = {d['id']: d for d in map(json.loads, predictions)}
    for line in open(gold_path, encoding='utf-8'):
        d = json.loads(line)
        spans = [m.span() for m in TOKEN.finditer(d['text'])]
        gold = [(tokens(spans, q), q) for q in d['quotes']]
        for quote in predicted.get(d['id'], {'quotes': []})['quotes']:
            have = tokens(spans, quote)
            near = [(len(have & g) / max(1, len(have | g)), q) for g, q in gold]
            near = [q for share, q in near if share >= .8]
            yield quote['confidence'], quote.get('rule'), bool(near), any(same_source(q, quote) for q in near)


def row(name, outcomes):
    n = len(outcomes)
    mean = sum(o[0] for o in outcomes) / n
    print(f'{name:18} {n:6} {mean:6.3f} {sum(o[2] for o in outcomes) / n:6.3f} {sum(o[3] for o in outcomes) / n:6.3f}')


def main():
    paths = [a for a in sys.argv[1:] if not a.startswith('--')]
    source = sys.stdin if paths[1] == '-' else open(paths[1], encoding='utf-8')
    outcomes = list(judge(paths[0], source))
    print(f'{"confidence":18} {"n":>6} {"mean":>6} {"words":>6} {"right":>6}')
    for low, high in zip(STEPS, STEPS[1:]):
        inside = [o for o in outcomes if low <= o[0] < high]
        if inside:
            row(f'{low:.2f} to {min(high, 1):.2f}', inside)
    sure = [o for o in outcomes if o[0] >= .9]
    if sure:
        row('at least 0.90', sure)
    if '--rules' in sys.argv:
        rules = collections.defaultdict(list)
        for o in outcomes:
            rules[str(o[1])].append(o)
        for name in sorted(rules):
            row(name, rules[name])


if __name__ == '__main__':
    main()
