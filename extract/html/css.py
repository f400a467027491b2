"""The style sheets inside a page: enough of CSS to tell what is seen and what stands out.

Read are rules with selectors of tags, classes, ids and attributes, combined by descendance
or `>`, sorted by importance, specificity and order (CSS Cascading Level 4). Selectors with
pseudo-classes or siblings are passed over, and so are rules for print and for conditions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    Declarations = dict[str, str]

_MAX_CSS = 2**20
_MAX_RULES = 4000
_MAX_TRIED = 2_000_000
_MAX_STYLE = 20_000

_BRACES = re.compile(r"([{}])")
_DECLARATION = re.compile(r"""([-\w]+)\s*:\s*((?:"[^"]*"|'[^']*'|\([^)]*\)|[^;"'(])*)""")
_COMPOUND = re.compile(r"([A-Za-z][\w-]*|\*)?((?:\.[\w-]+|#[\w-]+|\[[^\]]{1,100}\])*)")
_PART = re.compile(r"\.([\w-]+)|#([\w-]+)|\[\s*([\w-]+)\s*(?:([~^$*|]?=)\s*[\"']?([^\"'\]]*))?")
_SCREEN = re.compile(
    r"@media\s+(?:.*,\s*)?(?:only\s+)?(?:all|screen)(?:\s*,.*)?|@layer\b.*", re.IGNORECASE
)
_NEVER = re.compile(  # not on a screen, or no place on a page
    r"@media\s+(?:only\s+)?(?:print|speech)(?:\s+and\b[^,]*)?|@(?:-\w+-)?(?:keyframes|page|font-face)\b.*",
    re.IGNORECASE,
)
_SELECTORS = re.compile(r",(?![^(]*\))")
_ARGUMENTS = re.compile(r"\([^()]*\)")
_PSEUDO = re.compile(r"::?[-\w]+")
# what pages do on a person's doing, and what is made up beside an element's own text
_PASSING = re.compile(
    r":(?:hover|focus|active|visited|target|link|any-link|placeholder|before|after|first-letter"
    r"|first-line|selection|marker|-webkit|-moz|-ms|invalid|valid|required|optional|disabled|enabled"
    r"|read-only|checked|backdrop|file)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Compound:
    """One element's part of a selector: all of it must hold. `near`: `>` stands before it."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()
    near: bool = False

    def matches(self, element: Element, tag: str) -> bool:
        """Whether `element`, whose tag is `tag`, is what this part asks for."""
        if self.tag and self.tag != tag:
            return False
        if self.ids and element.get("id") not in self.ids:
            return False
        if self.classes and not self.classes <= set((element.get("class") or "").split()):
            return False
        return all(_has(element, *attribute) for attribute in self.attributes)


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations for what a selector matches; `weight` is specificity, then order."""

    parts: tuple[Compound, ...]  # from the element outwards
    weight: tuple[int, int, int, int]
    declarations: Declarations

    @property
    def is_told(self) -> bool:
        """Whether an element's tag and classes tell whether it matches."""
        first = self.parts[0]
        return len(self.parts) == 1 and not (first.ids or first.attributes)


@dataclass(slots=True)
class Sheet:
    """The rules of all style sheets of a page, found by what their last part asks for."""

    by_key: dict[str, list[Rule]] = field(default_factory=dict)
    count: int = 0
    tried: int = 0
    last: tuple[Element, Declarations] | None = None
    mentions_checked: bool = False
    unread_colours: bool = False  # a rule that was passed over sets a background
    external: bool = False  # the page asks for a style sheet outside the file
    undecided: list[tuple[str, Declarations]] = field(default_factory=list)
    """Selectors and declarations of rules of which it is not told here whether they apply."""
    _known: dict[tuple[str | None, tuple[int, ...]], Declarations] = field(default_factory=dict)
    """What a `style` attribute and the rules that match come to: most elements say the same."""
    _told: dict[tuple[str, str, str | None], tuple[int, Declarations]] = field(default_factory=dict)
    """What a tag, classes and a `style` attribute come to, where they alone decide it, and how many
    rules they have to be tried with."""

    def add(self, css: str) -> None:
        """Adds the rules of one `<style>` element."""
        css = _without_comments(css[:_MAX_CSS])
        self._told.clear()
        self.mentions_checked = self.mentions_checked or ":checked" in css
        for prelude, body, decided in _rules(css):
            declarations = declarations_of(body)
            for selector in _SELECTORS.split(prelude) if declarations else ():
                self._add_selector(selector, declarations, decided=decided)

    def _add_selector(self, selector: str, declarations: Declarations, *, decided: bool) -> None:
        parts = _parts(selector) if decided else ()
        if not parts or self.count >= _MAX_RULES:
            coloured = any(name.startswith("background") for name in declarations)
            self.unread_colours = self.unread_colours or (coloured and decided)
            if not _PASSING.search(selector):
                self.undecided.append((selector, plain(declarations)))
            return
        self.count += 1
        ids = sum(len(p.ids) for p in parts)
        classes = sum(len(p.classes) + len(p.attributes) for p in parts)
        weight = (ids, classes, sum(bool(p.tag) for p in parts), self.count)
        self.by_key.setdefault(_key(parts[0]), []).append(Rule(parts, weight, declarations))

    def declarations(self, element: Element, tag: str) -> Declarations:
        """What the style sheets and the `style` attribute say of an element: never to be changed.

        Elements of which they say the same get the same object.

        Raises:
            LimitError: more rules have been tried on more elements than any real page needs.
        """
        if self.last is None or self.last[0] is not element:
            self.last = (element, self._merged(element, tag))
        return self.last[1]

    def _merged(self, element: Element, tag: str) -> Declarations:
        get = element.get
        inline, classes, own_id = get("style"), get("class") or "", get("id")
        told = None if own_id else self._told.get((tag, classes, inline))
        if told is not None:
            self._try(told[0])
            return told[1]
        candidates = self._candidates(tag, classes, own_id)
        self._try(len(candidates))
        css = self._come_to([r for r in candidates if _matches(r.parts, element, tag)], inline)
        if not own_id and all(rule.is_told for rule in candidates):
            self._told[tag, classes, inline] = (len(candidates), css)
        return css

    def _candidates(self, tag: str, classes: str, own_id: str | None) -> list[Rule]:
        if not self.by_key:
            return []
        keys = ["*", tag, *[f".{name}" for name in classes.split()]]
        if own_id:
            keys.append(f"#{own_id}")
        return [rule for key in keys for rule in self.by_key.get(key, ())]

    def _come_to(self, rules: list[Rule], inline: str | None) -> Declarations:
        if not rules and not inline:
            return _NOTHING
        key = (inline, tuple(rule.weight[-1] for rule in rules))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _merge(rules, inline)
        return known

    def _try(self, count: int) -> None:
        self.tried += count
        if self.tried > _MAX_TRIED:
            raise LimitError("style rules", format_name="html")


_NOTHING: Declarations = {}


def _merge(rules: list[Rule], inline: str | None) -> Declarations:
    """What these rules and a `style` attribute come to, by importance and weight."""
    merged: Declarations = {}
    blocks = [rule.declarations for rule in sorted(rules, key=lambda rule: rule.weight)]
    blocks.append(declarations_of(inline) if inline else _NOTHING)
    for important in (False, True):
        for block in blocks:
            merged.update({k: v for k, v in block.items() if v.endswith("!important") is important})
    return plain(merged)


def plain(declarations: Declarations) -> Declarations:
    """The declarations without the marks of the important ones."""
    return {k: v.removesuffix("!important").strip() for k, v in declarations.items()}


def told_part(selector: str) -> Compound:
    """What can be told of the element that a selector asks for, its pseudo-classes left out."""
    last = re.split(r"[\s>+~]+", _ARGUMENTS.sub("", selector).strip())[-1]
    return _compound(_PSEUDO.sub("", last) or "*", near=False) or Compound()


def declarations_of(style: str) -> Declarations:
    """The declarations of a `style` attribute or a rule's body, in lower case.

    A value that is important ends in `!important`.
    """
    found = _DECLARATION.findall(style[:_MAX_STYLE])
    return {name.lower(): _value(value) for name, value in found}


def _value(value: str) -> str:
    value = " ".join(value.lower().split())
    return re.sub(r"\s*!\s*important$", "!important", value)


def _without_comments(css: str) -> str:
    css = css.replace("<!--", "").replace("-->", "")
    first, *others = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in others)


def _rules(css: str) -> Iterator[tuple[str, str, bool]]:
    """Each rule's selectors and declarations, and whether it surely applies on a screen."""
    around: list[str] = []
    parts = _BRACES.split(css)
    for text, brace in zip(parts[0::2], parts[1::2], strict=False):
        if brace == "{":
            around.append(text.rpartition(";")[2].strip())
        elif around:
            prelude = around.pop()
            if not prelude or prelude.startswith("@") or any(map(_NEVER.fullmatch, around)):
                continue
            yield prelude, text, all(map(_SCREEN.fullmatch, around))


def _parts(selector: str) -> tuple[Compound, ...]:
    """The parts of a selector from the element outwards; () where it says more than we read."""
    words = re.sub(r"\s*>\s*", " >", selector.strip()).split()
    parts: list[Compound] = []
    for word in words:
        part = _compound(word.removeprefix(">"), near=word.startswith(">"))
        if part is None:
            return ()
        parts.append(part)
    return tuple(reversed(parts))


def _compound(word: str, *, near: bool) -> Compound | None:
    found = _COMPOUND.fullmatch(word)
    if not found or not word:
        return None
    classes, ids, attributes = set(), set(), []
    for class_name, id_name, name, sign, value in _PART.findall(found[2]):
        if class_name:
            classes.add(class_name)
        elif id_name:
            ids.add(id_name)
        else:
            attributes.append((name.lower(), sign, value.strip()))
    tag = (found[1] or "").lower().replace("*", "")
    return Compound(tag, frozenset(classes), frozenset(ids), tuple(attributes), near)


def _key(part: Compound) -> str:
    if part.ids:
        return f"#{min(part.ids)}"
    if part.classes:
        return f".{min(part.classes)}"
    return part.tag or "*"


def _matches(parts: tuple[Compound, ...], element: Element, tag: str) -> bool:
    first, *outer = parts
    if not first.matches(element, tag):
        return False
    inner, at = first, element.getparent()
    for part in outer:
        while at is not None and not part.matches(at, tag_of(at)):
            if inner.near:
                return False
            at = at.getparent()
        if at is None:
            return False
        inner, at = part, at.getparent()
    return True


def _has(element: Element, name: str, sign: str, wanted: str) -> bool:
    value = element.get(name)
    if value is None or not sign:
        return value is not None
    checks = {
        "=": value == wanted,
        "~=": wanted in value.split(),
        "^=": bool(wanted) and value.startswith(wanted),
        "$=": bool(wanted) and value.endswith(wanted),
        "*=": bool(wanted) and wanted in value,
    }
    return checks.get(sign, False)


def tag_of(element: Element) -> str:
    """The element's tag in lower case, without the alias that the source was given."""
    return _shown_tag(element.tag)


@lru_cache(maxsize=512)
def _shown_tag(tag: object) -> str:
    return str(tag).removeprefix("lx-").lower()
