"""Markdown bodies made safe HTML with open references, and what is wrong with them.

clean ─▶ mark boxes ─▶ Markdown ─▶ sanitise ─▶ tree: arrange, number ─▶ Body
text     text          HTML        safe HTML   elements
"""

from bulletin.markup.body import Body, Heading, LinkReference, PictureReference
from bulletin.markup.convert import Converter
from bulletin.markup.videos import video

__all__ = ["Body", "Converter", "Heading", "LinkReference", "PictureReference", "video"]
