"""The live preview, `python3 build.py serve`: what an editor saves is what the browser shows.

Two processes. The first watches the bulletin's folder and builds, warm, into `.bantin/preview/`
(`desk`, `watch`). It has no second thread, so that builds may fork. The second answers browsers
from that folder (`server`, `shape`) and hears of each build through a pipe. Whatever the preview
adds to a page it adds to the answer, never to a file.
"""
