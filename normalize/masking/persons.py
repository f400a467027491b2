"""The people whom the form names, wherever their names stand in its texts.

A name is masked in whatever form it takes: whole, both surnames, a given name with a surname,
in either order, with initials, without accents, in capitals, with a title. Words are compared
without accents and case, and runs of words that all belong to one name are looked for, so
that no list of forms has to be complete.

A single word is harder: "Paz" may be the servant or the peace. With a title before it
("Dra. Paz") it is the person. Alone it is only taken for a person where it is a surname with
a capital that is no common word, stands beside no other capitalized word, and no word for a
place or thing is near.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from normalize.masking.vocabulary import vocabulary
from normalize.text import plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalize.text import Word

_BETWEEN_PEOPLE = re.compile(r"[/;\n\t|+&]|\s[-–—]\s|\s(?:y|e|con)\s|\(|\)")
_NEAR = 4  # words before a single one in which a word for a place counts
_CLAUSE_END = re.compile(r"[.;:!?\n]")


@dataclass(frozen=True)
class Name:
    """A person's name: its words, folded, in the order given names, surnames."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]

    @cached_property
    def all(self) -> frozenset[str]:
        """All words of the name."""
        return frozenset((*self.given, *self.surnames))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The first letters of all words."""
        return frozenset(word[0] for word in self.all)

    @property
    def in_order(self) -> tuple[str, ...]:
        """The words, given names first."""
        return (*self.given, *self.surnames)


def find_people(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of the names stands, whole or in part, its title with it."""
    people = [name for raw in names for name in parse_names(raw)]
    if not people:
        return
    folded = plain(text)
    tokens: tuple[Word, ...] = ()
    for name in people:
        if any(word in folded for word in name.all) or _may_be_initials(text, name):
            tokens = tokens or words(text)
            yield from _Search(text, tokens, name).spans()


@lru_cache(maxsize=64)  # a few of one form; a child reads many, and names are people's
def parse_names(raw: str) -> tuple[Name, ...]:
    """The people named in a field; posts, titles and what is in brackets left out."""
    listed = _BETWEEN_PEOPLE.split(raw)
    found = [name for part in listed for name in _of_part(part)]
    return tuple(dict.fromkeys(found))


def _of_part(part: str) -> list[Name]:
    known = vocabulary()
    before, comma, after = part.partition(",")
    if comma:
        first, second = _name_words(before), _name_words(after)
        turned = second and second[0] in known.given and first and first[0] not in known.given
        if turned or (len(second) == 1 and len(first) > 1):
            return [Name(tuple(second), tuple(first))]
        return [name for piece in (before, after) for name in _of_part(piece)]
    said = _name_words(part)
    return [_split(said)] if said else []


def _name_words(part: str) -> list[str]:
    """The words of a name up to the first word for a post or body."""
    known = vocabulary()
    said: list[str] = []
    for token in words(part):
        if token.folded in known.bodies or token.folded in known.roles:
            if said:
                break
            continue
        letters = token.folded.isalpha() and len(token.folded) > 1
        if letters and token.folded not in known.particles and token.folded not in known.titles:
            said.append(token.folded)
    return said[:7]


def _split(said: list[str]) -> Name:
    """Which words are surnames: the last two of four, the last of two; by given names of three."""
    known = vocabulary()
    if len(said) == 1:
        return Name((), tuple(said))
    turned = said[0] not in known.given and said[-1] in known.given
    if turned:
        first = next((i for i, word in enumerate(said) if i and word in known.given), 1)
        said = said[first:] + said[:first]
    if len(said) == 2:
        cut = 1
    elif len(said) == 3:
        cut = 2 if said[1] in known.given else 1
    else:
        cut = len(said) - 2
    return Name(tuple(said[:cut]), tuple(said[cut:]))


def _may_be_initials(text: str, name: Name) -> bool:
    return len(name.all) >= 3 and f"{name.in_order[0][0].upper()}." in text


class _Search:
    """Looks for one name in one text."""

    def __init__(self, text: str, tokens: tuple[Word, ...], name: Name) -> None:
        self._text = text
        self._tokens = tokens
        self._name = name
        self._known = vocabulary()

    def spans(self) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(self._tokens):
            end = self._run_from(at)
            if end > at and self._is_person(at, end):
                first = self._with_titles(at)
                yield self._tokens[first].start, self._closed(end)
            at = max(end, at + 1)

    def _run_from(self, at: int) -> int:
        """The token after the run of the name's words that begins here; `at` where none does."""
        end = at
        here = at
        while here < len(self._tokens):
            if here > at and not self._joined(here):
                break
            if self._is_word(here) or (self._is_initial(here) and not self._after_comma(here, at)):
                end = here + 1
            elif not self._is_particle(here) or here == at or self._after_comma(here, at):
                break
            here += 1
        return end

    def _after_comma(self, here: int, at: int) -> bool:
        """A comma parts a name from letters that are no initials of it: "Ana Quintero, C.C."."""
        return (
            here > at and "," in self._text[self._tokens[here - 1].end : self._tokens[here].start]
        )

    def _is_particle(self, at: int) -> bool:
        return self._tokens[at].folded in self._known.particles

    def _is_word(self, at: int) -> bool:
        return self._tokens[at].folded in self._name.all

    def _is_initial(self, at: int) -> bool:
        token = self._tokens[at]
        letter = self._text[token.start : token.end]
        following = at + 1 < len(self._tokens) and self._is_word(at + 1) and self._joined(at + 1)
        if len(letter) > 1:
            return self._is_short_form(letter, token.folded, following=following)
        if not letter.isupper() or token.folded not in self._name.initials:
            return False
        return following or self._text[token.end : token.end + 1] == "."

    def _is_short_form(self, letters: str, folded: str, *, following: bool) -> bool:
        """Told are "Ma." for María; "AM" before Quintero."""
        if folded == "ma" and "maria" in self._name.all and letters[0].isupper():
            return True
        known = len(letters) <= 3 and all(char in self._name.initials for char in folded)
        return following and letters.isupper() and known

    def _joined(self, at: int) -> bool:
        """Whether only what may stand within a name lies before this token."""
        before = self._tokens[at - 1]
        gap = self._text[before.end : self._tokens[at].start]
        if len(gap) > 3 or gap.strip(" \u00a0.,-–'’") or "\n" in gap:
            return False
        whole = before.end - before.start > 2
        ends_sentence = "." in gap and whole and before.folded not in self._known.titles
        return not ends_sentence

    def _is_person(self, at: int, end: int) -> bool:
        run = [t for t in self._tokens[at:end] if t.folded not in self._known.particles]
        full = {t.folded for t in run if t.folded in self._name.all}
        initials = sum(t.folded not in self._name.all for t in run)
        if not full:
            return initials >= 3 and initials == len(self._name.all)
        if len(full) >= 2:
            return self._is_cased(run) or self._is_whole(full)
        (word,) = full
        if initials and word in self._name.surnames:
            return self._is_cased(run)
        return self._is_single(at, end, word)

    def _is_cased(self, run: list[Word]) -> bool:
        return all(self._text[token.start].isupper() for token in run)

    def _is_whole(self, full: set[str]) -> bool:
        """All of the name, though written in lower case, unless it reads as common words."""
        return full == self._name.all and not full <= self._known.common

    def _is_single(self, at: int, end: int, word: str) -> bool:
        token = self._tokens[at]
        cased = self._text[token.start].isupper()
        if self._titled(at):
            return cased or word not in self._known.common
        if not cased or word not in self._name.surnames or word in self._known.common:
            return False
        if self._after_role(at):
            return True
        return not self._beside_capital(at, end) and not self._near_place(at, end)

    def _titled(self, at: int) -> bool:
        return at > 0 and self._tokens[at - 1].folded in self._known.titles and self._gap_ok(at)

    def _after_role(self, at: int) -> bool:
        return at > 0 and self._tokens[at - 1].folded in self._known.roles and self._gap_ok(at)

    def _gap_ok(self, at: int) -> bool:
        gap = self._text[self._tokens[at - 1].end : self._tokens[at].start]
        return gap in (" ", ". ", ".", "\u00a0", ".\u00a0")

    def _beside_capital(self, at: int, end: int) -> bool:
        """Another proper name runs on: "Carlos Quintero", "Quintero Ossa", "Hacienda Quintero"."""
        if at > 0 and self._capital(at - 1) and self._gap_ok(at):
            gap = self._text[self._tokens[at - 1].end : self._tokens[at].start]
            if "." not in gap and not self._begins_sentence(at - 1):
                return True
        return (
            end < len(self._tokens)
            and self._capital(end)
            and self._gap_ok(end)
            and ("." not in self._text[self._tokens[end - 1].end : self._tokens[end].start])
        )

    def _capital(self, at: int) -> bool:
        token = self._tokens[at]
        return self._text[token.start].isupper() and token.end - token.start > 1

    def _begins_sentence(self, at: int) -> bool:
        """A word with a capital only because a sentence begins: "Según Quintero, …"."""
        before = self._text[: self._tokens[at].start].rstrip(" \t\u00a0")
        opens = not before or before[-1] in ".:;!?¿¡\n"
        return opens and self._tokens[at].folded in self._known.openers

    def _near_place(self, at: int, end: int) -> bool:
        """A word for a place or thing before it in the clause, or for several right after it."""
        before = self._tokens[max(0, at - _NEAR) : at]
        if before and before[-1].folded == "en":
            return True
        clause = [t for t in before if not _CLAUSE_END.search(self._between(t, self._tokens[at]))]
        after = self._tokens[end : end + 3]
        return any(t.folded in self._known.places for t in clause) or any(
            t.folded in self._known.several for t in after
        )

    def _between(self, one: Word, other: Word) -> str:
        return self._text[one.end : other.start]

    def _with_titles(self, at: int) -> int:
        while at > 0 and self._titled(at):
            at -= 1
        return at

    def _closed(self, end: int) -> int:
        """The end of the run, with the full stop of a last initial unless it ends a sentence."""
        last = self._tokens[end - 1]
        if last.end - last.start > 1 or self._text[last.end : last.end + 1] != ".":
            return last.end
        rest = self._text[last.end + 1 :].lstrip()
        return last.end + 1 if rest and not rest[0].isupper() else last.end
