"""Jinja templates, one environment for each language.

Texts without placeholders are translated when a template is compiled; texts with placeholders (a date, an address) at
each rendering.
in (a date, an address) is looked up as the page is written.
"""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from turbo_admin.core import language
from turbo_admin.core.language import Language
from turbo_admin.portal.base.languages import Languages
from turbo_admin.portal.base.page_texts import notice_lines, stale_form
from turbo_admin.portal.pages.statics import StaticFiles


class Templates:
    """Renders pages in the language of the current context (`core.language`)."""

    def __init__(self, files: StaticFiles, languages: Languages) -> None:
        self._environments = {one.code: _environment(files, one) for one in languages.known}

    def render(self, name: str, **values: object) -> str:
        """Render a page."""
        return self._environments[language.current().code].get_template(name).render(**values)


class _Environment(Environment):
    """Compiles the texts of templates in one language."""

    spoken: Language = language.FRENCH

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(_Translator(self).visit(source), name, filename, defer_init)


class _Translator(NodeTransformer):
    """Replaces each text without placeholders by its translation."""

    def __init__(self, environment: _Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call, *_: Any, **__: Any) -> nodes.Node:  # noqa: N802 (jinja names it)
        """Translate `_("…")`."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in {"_", "gettext"}:
            return node
        if node.kwargs or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        said = self._environment.spoken.catalogue.gettext(node.args[0].value)
        # As `gettext` itself has it: the text is ours, so its tags are tags, and `%%` is a percent sign.
        text = Markup(said % {})  # noqa: S704 (from our own catalogue, nothing typed by anybody)
        return nodes.Const(text, lineno=node.lineno).set_environment(self._environment)


# Compiling the templates takes longer than writing most pages: sites of one process that speak alike share them.
@lru_cache(maxsize=8)
def _environment(files: StaticFiles, spoken: Language) -> Environment:
    environment = _Environment(
        loader=PackageLoader("turbo_admin.portal"),
        autoescape=True,
        # A misspelt name is an error in tests, not a gap on a family's screen.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates are part of the package and never change while it runs.
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.spoken = spoken
    environment.install_gettext_translations(spoken.catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        static=files.url,
        style=files.style,
        notice_lines=notice_lines,
        stale_form=stale_form,
        lang=spoken.code,
    )
    environment.filters.update(
        long_date=language.long_date, when=language.when, moment=language.moment, paragraphs=_paragraphs
    )
    return environment


def _paragraphs(text: str) -> list[list[str]]:
    """Split a school's plain text at empty lines into paragraphs, each a list of lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]
