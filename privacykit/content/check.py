"""Everything that is wrong with a station folder, with file, line and mend, for its author."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path, PurePosixPath

from privacykit.content import load, markdown, screens, source, svg
from privacykit.content.source import PICTURES, Survey, survey
from privacykit.content.station import Station, is_stale
from privacykit.errors import StaleFactError, StationError, UntranslatedError
from privacykit.i18n import _


def problems(folder: Path, kinds: load.Kinds, today: date) -> tuple[StationError, ...]:
    """Return every mistake, warning and note; an empty tuple if the station is as it should be."""
    if not folder.is_dir():
        mend = _("Name the folder that holds its station.toml.")
        return (StationError(folder, _("There is no station folder here."), mend),)
    found = survey(folder)
    reading = load.read(folder, kinds)
    told = chain(reading.mistakes, found.mistakes)
    if found.whole:
        told = chain(told, _in_files(folder, found))
    if reading.station:
        told = chain(told, _in_station(reading.station, today))
    return tuple({str(mistake): mistake for mistake in told}.values())


def _in_files(folder: Path, found: Survey) -> Iterator[StationError]:
    known = frozenset(path.relative_to(folder).as_posix() for path in found.files)
    for path in found.files:
        if path.suffix.lower() == ".md":
            yield from _in_markdown(path, folder, known)
        elif path.suffix.lower() == ".svg":
            yield from svg.problems(path)


def _in_markdown(path: Path, folder: Path, known: frozenset[str]) -> Iterator[StationError]:
    try:
        found = screens.read(folder, path.relative_to(folder).as_posix())
    except StationError as mistake:
        yield mistake
        return
    for screen in found.screens:
        outline = markdown.outline(screen)
        for line in outline.html:
            mend = _("Write it in Markdown, or with a backslash before the sign “<”.")
            yield StationError(path, _("HTML is not shown."), mend, line)
        for picture in outline.pictures:
            for problem, mend in _in_picture(picture, known):
                yield StationError(path, problem, mend, picture.line)


def _in_picture(picture: markdown.Picture, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    source = PurePosixPath(picture.source)
    if source.is_absolute() or ".." in source.parts or re.search(r":|\\|//", picture.source):
        yield (
            _("The picture “{name}” is not inside the station.").format(name=picture.source),
            _("Put a copy into the folder media, and write media/… here."),
        )
    elif source.suffix.lower() not in PICTURES or source.as_posix() not in known:
        yield (
            _("There is no picture “{name}” in this station.").format(name=picture.source),
            _("Put it into the folder media, as PNG, JPEG or SVG, and write media/… here."),
        )
    if not picture.alternative:
        yield (
            _("The picture “{name}” has no words for those who cannot see it.").format(
                name=picture.source
            ),
            _("Say between the square brackets what it shows: ![A padlock](media/lock.png)"),
        )


def _in_station(station: Station, today: date) -> Iterator[StationError]:
    yield from _unlisted(station)
    for language, words in station.words.items():
        folder = station.folder / language
        if len(words.borrowed) == len(load.FILES):
            mend = _("Add the folder, or take the language out of station.toml.")
            yield StationError(folder, _("The folder of this language is missing."), mend)
            continue
        yield from (_untranslated(folder / name, station) for name in words.borrowed)
        if load.FILES["facilitator"] not in words.borrowed:
            yield from _unplanned(station, language)
        if load.FILES["facts"] not in words.borrowed:
            yield from _stale(station, language, today)


def _unlisted(station: Station) -> Iterator[StationError]:
    about = load.FILES["about"]
    for path in sorted(station.folder.glob(f"*/{about}")):
        if path.parent.name not in station.manifest.languages:
            problem = _("This language is not listed in station.toml, so it is not shown.")
            yield UntranslatedError(path.parent, problem, _("Add it to languages there."))


def _untranslated(path: Path, station: Station) -> StationError:
    first = station.manifest.languages[0]
    problem = _("This file is missing, so the one in “{first}” is shown.").format(first=first)
    return UntranslatedError(path, problem, _("Translate it when you can."))


def _unplanned(station: Station, language: str) -> Iterator[StationError]:
    path = station.folder / language / load.FILES["facilitator"]
    found = [markdown.outline(one) for one in screens.screens(station.words[language].facilitator)]
    headings = [text for outline in found for _line, text in outline.headings]
    for minutes in station.manifest.minutes:
        if not any(re.search(rf"(?<!\d){minutes}(?!\d)", heading) for heading in headings):
            problem = _("There is no plan for {minutes} minutes.").format(minutes=minutes)
            mend = _("Add a heading that holds the number: ## {minutes} minutes")
            yield StationError(path, problem, mend.format(minutes=minutes))


def _stale(station: Station, language: str, today: date) -> Iterator[StationError]:
    table = source.read_table(station.folder, f"{language}/{load.FILES['facts']}")
    for number, fact in enumerate(station.words[language].facts):
        if is_stale(fact, today):
            line = table.line(("fact", number, "recheck_by"))
            problem = _("The fact “{id}” was to be checked again by {day}.")
            mend = _("Read its source again; then mend the text, checked_on and recheck_by.")
            told = problem.format(id=fact.id, day=fact.recheck_by)
            yield StaleFactError(table.file, told, mend, line)
