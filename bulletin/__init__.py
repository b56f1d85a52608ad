"""Bản tin: a commune's bulletin, from Markdown to a web site and a printed issue.

The road runs one way, and only its two ends touch the world:

    read  ->  model  ->  plan  ->  render  ->  write
    disk      values     values    bytes       disk

`road.build` is the road on one screen, `site.build` the door before it; docs/architecture.md is the map.
"""

__version__ = "0.1.0"
