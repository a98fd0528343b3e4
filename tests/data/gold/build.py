#!/usr/bin/env python3
"""Marked documents (src/*.txt) -> gold.jsonl.  stdlib only.

  python3 build.py            writes gold.jsonl beside this file
  python3 build.py --check    exit 1 when gold.jsonl differs from the sources
  python3 build.py --plain D  writes the bare documents into folder D

A source opens with "name: value" lines up to a line "---"; the document follows, marked:

  ⟦KIND:SPEAKER@MENTION:CUE:TOPIC;TOPIC#PHENOMENON⟧words⟦/⟧      the words said
  ⟦-⟧ ... ⟦+⟧                                                    leaves and re-enters the innermost statement

KIND is d (direct), m (mixed), i (indirect) or t (turn), with "?" for optional, "~" for a continuation without a cue
(optional too) and "*" for nested in the statement around it. SPEAKER is a short name from a line "S short = Full Name"
of the head, "-" for an unnamed source. MENTION and CUE are words of the text; the nearest place to the statement
counts. All of them but KIND and SPEAKER may be left out.

Head: title, outlet, authors (a; b), published, said, form, phenomena (of every statement), type (of the file; txt).
Dates are as precise as they can be known: 2031-05-14, 2031-05 or 2031; "none" when none can be, absent when it isn't judged. Offsets are code points, end excluded.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = {'d': 'direct', 'm': 'mixed', 'i': 'indirect', 't': 'turn'}
MARK = re.compile(r'⟦([^⟧]*)⟧')
PRONOUNS = {'he', 'she', 'they', 'him', 'her', 'them', 'i', 'we', 'it', 'who', 'his', 'hers', 'their'}
HEAD_KEYS = {'title', 'outlet', 'authors', 'published', 'said', 'form', 'phenomena', 'type', 'event'}


class Flaw(Exception):
    pass


def read_head(lines):
    head, speakers = {}, {}
    for line in lines:
        if line.startswith('S '):
            short, full = line[2:].split('=', 1)
            speakers[short.strip()] = full.strip()
        elif ':' in line:
            key, value = line.split(':', 1)
            if key not in HEAD_KEYS:
                raise Flaw(f'unknown head line {line!r}')
            head[key] = value.strip()
        elif line.strip():
            raise Flaw(f'unknown head line {line!r}')
    return head, speakers


def open_statement(label, speakers, position):
    label, _, phenomena = label.partition('#')
    fields = label.split(':')
    kind, rest = fields[0][:1], fields[0][1:]
    if kind not in KINDS or set(rest) - set('?~*') or len(fields) < 2:
        raise Flaw(f'bad mark {label!r}')
    speaker, _, mention = fields[1].partition('@')
    if speaker != '-' and speaker not in speakers:
        raise Flaw(f'speaker {speaker!r} of {label!r} is not in the head')
    return {
        'kind': KINDS[kind], 'optional': '?' in rest or '~' in rest, 'continuation': '~' in rest, 'nested': '*' in rest,
        'speaker_canonical': speakers.get(speaker), 'mention': mention or None,
        'cue': fields[2] if len(fields) > 2 and fields[2] else None,
        'topics': [t.strip() for t in fields[-1].split(';') if t.strip()] if len(fields) > 3 else [],
        'phenomena': [p for p in phenomena.split('#') if p], 'spans': [], 'from': position,
    }


def strip_marks(marked, speakers):
    """The bare text and its statements, in order of their first word."""
    text, size, stack, paused, done, last = [], 0, [], [], [], 0
    for mark in MARK.finditer(marked):
        piece = marked[last:mark.start()]
        text.append(piece)
        size += len(piece)
        last = mark.end()
        label = mark.group(1)
        if label in ('/', '-'):
            if not stack:
                raise Flaw(f'⟦{label}⟧ without a statement at {size}')
            statement = stack.pop()
            statement['spans'].append([statement.pop('from'), size])
            (done if label == '/' else paused).append(statement)
        elif label == '+':
            if not paused:
                raise Flaw(f'⟦+⟧ without ⟦-⟧ at {size}')
            statement = paused.pop()
            statement['from'] = size
            stack.append(statement)
        else:
            stack.append(open_statement(label, speakers, size))
    if stack or paused:
        raise Flaw(f'statement not closed: {(stack + paused)[0]}')
    text.append(marked[last:])
    return ''.join(text), sorted(done, key=lambda s: (s['spans'][0][0], -s['spans'][-1][1]))


def trim(text, span):
    """Leaves out the marks and space at the edges of what was said."""
    start, end = span
    while start < end and text[start] in ' \n\r\t"“”„«»‘\'*_>':
        start += 1
    while end > start and text[end - 1] in ' \n\r\t"“”„«»‘’\'*_':
        end -= 1
    if start == end:
        raise Flaw(f'empty statement at {span}')
    return [start, end]


def nearest(text, words, spans):
    """Where `words` stand closest outside the statement; all of them must."""
    best = None
    for hit in re.finditer(r'(?<!\w)' + re.escape(words) + r'(?!\w)', text):
        if any(s <= hit.start() < e for s, e in spans):
            continue
        distance = min(min(abs(hit.end() - s), abs(hit.start() - e)) for s, e in spans)
        if best is None or distance < best[0]:
            best = (distance, hit.start(), hit.end())
    if best is None or best[0] > 600:
        raise Flaw(f'{words!r} is not near {text[spans[0][0]:spans[0][1]][:60]!r}')
    return [best[1], best[2]]


def mention_form(mention, speaker):
    if mention is None:
        return 'source:none'
    if mention.casefold() in PRONOUNS:
        return 'source:pronoun'
    named = speaker and set(re.findall(r'\w+', mention.casefold())) & set(re.findall(r'\w+', speaker.casefold()))
    return 'source:name' if named else 'source:nominal'


def read_source(path):
    with open(path, encoding='utf-8', newline='') as file:
        source = file.read()
    top, rule, marked = source.partition('\n---\n')
    if not rule:
        raise Flaw('no line "---"')
    head, speakers = read_head(top.split('\n'))
    text, statements = strip_marks(marked, speakers)
    everywhere = head.get('phenomena', '').split()
    quotes = []
    for number, s in enumerate(statements, 1):
        spans = [trim(text, span) for span in s['spans']]
        quote = {'id': f's{number}', 'start': spans[0][0], 'end': spans[-1][1], 'spans': spans, 'kind': s['kind'],
                 'content': ' '.join(text[a:b] for a, b in spans), 'speaker_canonical': s['speaker_canonical']}
        if s['mention']:
            start, end = nearest(text, s['mention'], spans)
            quote.update(speaker_text=s['mention'], speaker_start=start, speaker_end=end)
        if s['cue']:
            start, end = nearest(text, s['cue'], spans)
            quote.update(cue=s['cue'], cue_start=start, cue_end=end)
        if s['topics']:
            quote['topics'] = s['topics']
        for flag in ('optional', 'nested', 'continuation'):
            if s[flag]:
                quote[flag] = True
        phenomena = ['kind:' + s['kind'], mention_form(s['mention'], s['speaker_canonical'])]
        phenomena += ['nested'] if s['nested'] else []
        phenomena += ['broken'] if len(spans) > 1 else []
        quote['phenomena'] = sorted(set(phenomena + everywhere + s['phenomena']))
        quotes.append(quote)
    name = os.path.basename(path)[:-len('.txt')]
    document = {'id': f'{name}.{head.get("type", "txt")}', 'form': head.get('form', '')}
    for key, field in (('title', 'title'), ('outlet', 'outlet'), ('published', 'published_on'), ('said', 'said_on'),
                       ('event', 'event')):
        document[field] = head.get(key) or None
    document['authors'] = [a.strip() for a in head.get('authors', '').split(';') if a.strip()]
    document['text'] = text
    document['quotes'] = quotes
    return document


def build():
    folder = os.path.join(HERE, 'src')
    documents, failed = [], False
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.txt'):
            continue
        try:
            documents.append(read_source(os.path.join(folder, name)))
        except Flaw as flaw:
            print(f'{name}: {flaw}', file=sys.stderr)
            failed = True
    if failed:
        sys.exit(1)
    return documents


def main():
    documents = build()
    output = ''.join(json.dumps(d, ensure_ascii=False) + '\n' for d in documents)
    path = os.path.join(HERE, 'gold.jsonl')
    if '--check' in sys.argv:
        with open(path, encoding='utf-8', newline='') as file:
            if file.read() != output:
                sys.exit('gold.jsonl is not what its sources make: run build.py')
        return
    if '--plain' in sys.argv:
        folder = sys.argv[sys.argv.index('--plain') + 1]
        os.makedirs(folder, exist_ok=True)
        for d in documents:
            with open(os.path.join(folder, d['id']), 'w', encoding='utf-8', newline='') as file:
                file.write(d['text'])
        return
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(output)
    print(f'{len(documents)} documents, {sum(len(d["quotes"]) for d in documents)} statements')


if __name__ == '__main__':
    main()
