"""The printed issue: a second renderer beside `render`, from the same library.

    edition ──▶ tree ──▶ folder of copies ──▶ engine (child process) ──▶ PDF ──▶ boxes, sheets
    values      values   disk                  bytes                     bytes   bytes

`tree`, `content`, `typography`, `imposition` and `checks` are pure. `typeset` is the shell: it makes the
folder, starts the child and keeps what came out. Nothing of the engine is imported by a plain build
that finds every issue as it was.
"""
