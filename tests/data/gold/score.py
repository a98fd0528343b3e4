#!/usr/bin/env python3
"""Hold predictions against gold.jsonl.  stdlib only.

  build.py --plain DIR; quoth-parse --jsonl DIR | python3 score.py gold.jsonl - [-v]

A statement's content is right when its word tokens overlap the gold's with Jaccard >= 0.8; it is found when the speaker
is right too: the same name (case and accents folded), or, for a source that has no name of its own ("officials", "the
report"), a mention that shares a word.  Optional statements count neither way; what lies by half in one is not wrong.
"""
import collections
import json
import os
import re
import sys
import unicodedata

TOKEN = re.compile(r"\w+(?:[’'\-.]\w+)*", re.U)


def fold(s):
    return ''.join(c for c in unicodedata.normalize('NFKD', s or '') if not unicodedata.combining(c)).casefold().strip()


def words(s):
    return set(TOKEN.findall(fold(s))) - {'the', 'a', 'an', 'of'}


def speaker_right(gold, quote):
    name = gold.get('speaker_canonical')
    if name and not name[0].islower():
        return fold(quote.get('speaker_canonical')) == fold(name)
    want = words(gold.get('speaker_text')) | words(name)
    return bool(want & (words(quote.get('speaker_text')) | words(quote.get('speaker_canonical')))) or (
        not gold.get('speaker_text') and not quote.get('speaker_canonical'))


class Topics:
    """What a topic label means: the vocabulary's concept that has it, and what is broader. Gold labels were written
    freely ("taxation", "banks"); one is found when a statement is tagged with its concept or something narrower."""

    def __init__(self):
        self.concept, self.broader = {}, {}
        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'ingest-service', 'vocabulary')
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.ttl'):
                continue
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                blocks = re.split(r'\n(?=t:)', file.read())
            for block in blocks:
                slug = re.match(r't:([\w.-]+) a ', block)
                if not slug:
                    continue
                for kind, labels in re.findall(r'((?:skos|quoth):\w+) ((?:"[^"]*"@\w+,?\s*)+)', block):
                    if kind in ('skos:prefLabel', 'skos:altLabel', 'quoth:genericLabel'):
                        for label in re.findall(r'"([^"]*)"@en', labels):
                            if kind == 'skos:prefLabel':
                                self.concept[fold(label)] = slug[1]
                            else:
                                self.concept.setdefault(fold(label), slug[1])
                self.broader[slug[1]] = re.findall(r't:([\w.-]+)', ''.join(re.findall(r'skos:broader ([^;.]*)', block)))

    def of(self, label):
        return self.concept.get(fold(label), fold(label))

    def with_broader(self, labels):
        found, todo = set(), [self.of(label) for label in labels]
        while todo:
            at = todo.pop()
            if at not in found:
                found.add(at)
                todo += self.broader.get(at, [])
        return found


class Doc:
    def __init__(self, text):
        self.spans = [(m.start(), m.end()) for m in TOKEN.finditer(text)]

    def tokens(self, quote):
        spans = quote.get('spans') or [[quote['start'], quote['end']]]
        return {i for i, (a, b) in enumerate(self.spans) if any(a < e and b > s for s, e in spans)}


def main():
    paths = [a for a in sys.argv[1:] if a != '-v']
    verbose = '-v' in sys.argv
    gold = [json.loads(l) for l in open(paths[0], encoding='utf-8')]
    source = sys.stdin if paths[1] == '-' else open(paths[1], encoding='utf-8')
    predicted = {}
    for line in source:
        if line.strip():
            d = json.loads(line)
            predicted[d['id'].rsplit('/', 1)[-1]] = d
    topics = Topics()
    n = collections.Counter()
    by = collections.defaultdict(collections.Counter)
    for d in gold:
        p = predicted.get(d['id']) or {'quotes': []}
        doc = Doc(d['text'])
        notes = []
        for field in ('title', 'outlet', 'published_on', 'said_on'):
            if d.get(field) == 'none':
                if p.get(field):
                    n[field + '_invented'] += 1
                    notes.append(f'{field}: {p.get(field)!r} is invented')
            elif d.get(field):
                n[field + '_all'] += 1
                ok = fold(p.get(field)) == fold(d[field])
                n[field] += ok
                if not ok:
                    notes.append(f'{field}: {p.get(field)!r}, not {d[field]!r}')
        if d.get('authors'):
            n['authors_all'] += 1
            ok = [fold(a) for a in p.get('authors') or []] == [fold(a) for a in d['authors']]
            n['authors'] += ok
            if not ok:
                notes.append(f'authors: {p.get("authors")}, not {d["authors"]}')
        quotes = [(q, doc.tokens(q)) for q in p['quotes']]
        golds = [(g, doc.tokens(g)) for g in d['quotes']]
        used, cover = set(), set()
        for g, t in golds:
            if g.get('optional'):
                cover |= t
            best, score = None, 0.0
            for j, (q, u) in enumerate(quotes):
                if j not in used and t | u:
                    x = len(t & u) / len(t | u) + (0.001 if speaker_right(g, q) else 0)
                    if x > score:
                        best, score = j, x
            content = best is not None and score >= 0.8
            right = content and speaker_right(g, quotes[best][0])
            if right:
                used.add(best)
            if g.get('optional'):
                n['optional'] += 1
                n['optional_found'] += right
                continue
            n['need'] += 1
            n['content'] += content
            n['found'] += right
            for phenomenon in g['phenomena']:
                by[phenomenon]['need'] += 1
                by[phenomenon]['content'] += content
                by[phenomenon]['found'] += right
            if content:
                q = quotes[best][0]
                same = q['kind'].lower() == g['kind']
                n['kind'] += same
                if not same:
                    notes.append(f'kind {q["kind"]}, not {g["kind"]}: {g["content"][:70]!r}')
            if right:
                have, want = topics.with_broader(q.get('topics') or []), {topics.of(t) for t in g.get('topics', [])}
                n['topics_all'] += len(want)
                n['topics'] += len(want & have)
                n['tags'] += len(q.get('topics') or [])
                if want - have:
                    notes.append(f'topics {sorted(want - have)} not in {sorted(have)}: {g["content"][:60]!r}')
            elif content:
                q = quotes[best][0]
                notes.append(f'SPEAKER {q.get("speaker_canonical")!r} ({q.get("speaker_text")!r}), not '
                             f'{g.get("speaker_canonical")!r} ({g.get("speaker_text")!r}): {g["content"][:60]!r}')
            else:
                near = ' / '.join(quotes[best][0]['content'].split()[:6]) if best is not None else ''
                near = quotes[best][0]['content'][:110] if best is not None else ''
                notes.append(f'MISSED ({score:.2f}) [{g.get("speaker_text")}|{g.get("cue")}] {g["content"][:90]!r}'
                             + (f'\n       best: {near!r}' if near else ''))
        wrong = 0
        for j, (q, u) in enumerate(quotes):
            if j in used or (u and len(u & cover) >= len(u) / 2):
                continue
            wrong += 1
            notes.append(f'EXTRA {q["kind"]} {q.get("speaker_canonical")!r} [{q.get("cue")}] {q.get("rule")} {q["content"][:90]!r}')
        n['good'] += len(used)
        n['said'] += len(used) + wrong
        if verbose and notes:
            print(f'== {d["id"]}')
            for note in notes:
                print('   ' + note)
    ratio = lambda a, b: n[a] / n[b] if n[b] else 0.0
    print(f'{"phenomenon":28} {"n":>4} content found')
    for phenomenon, c in sorted(by.items(), key=lambda x: x[1]['found'] / x[1]['need']):
        print(f'{phenomenon:28} {c["need"]:4} {c["content"] / c["need"]:7.2f} {c["found"] / c["need"]:5.2f}')
    print(f'recall {ratio("found", "need"):.3f} precision {ratio("good", "said"):.3f} content {ratio("content", "need"):.3f} '
          f'speaker {ratio("found", "content"):.3f} kind {ratio("kind", "content"):.3f} topics {ratio("topics", "topics_all"):.3f} '
          f'tags/statement {ratio("tags", "found"):.1f} optional {ratio("optional_found", "optional"):.2f}')
    print(' '.join(f'{f} {n[f]}/{n[f + "_all"]}' + (f' (+{n[f + "_invented"]} invented)' if n[f + '_invented'] else '')
                   for f in ('title', 'outlet', 'authors', 'published_on', 'said_on')))


main()
