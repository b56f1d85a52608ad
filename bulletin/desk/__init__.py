"""The editor's desk: new files, what there is, and safe mends. It writes to `content/`, never to `output/`.

Before read: what it makes is read like whatever an editor types.
"""
