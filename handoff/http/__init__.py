"""The HTTP side: pages, the JSON of /api, screenshots, the widget's files and health."""

from handoff.http.pages import make_templates
from handoff.http.parts import Site
from handoff.http.site import make_site

__all__ = ["Site", "make_site", "make_templates"]
