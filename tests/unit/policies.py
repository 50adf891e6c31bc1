"""Policies laid out in every way in which a person may write TOML, for hypothesis."""

from typing import Any

import tomlkit
from hypothesis import strategies as st

from privacykit.staff.shape import Field

KNOWN = ("firefox", "dconf", "shell-start", "caf\u00e9")
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).filter(lambda name: name != "root")
WHY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
PATHS = st.from_regex(r"[A-Za-z][A-Za-z ]{0,8}(/[a-z*.]{1,4}x)?", fullmatch=True)
KEEPS = st.lists(st.fixed_dictionaries({"path": PATHS, "why": WHY}), max_size=4)
FOLDER = st.sampled_from(["remove", "keep"])
FIELDS: dict[Field, st.SearchStrategy[Any]] = {
    ("accounts",): st.lists(NAMES, max_size=4, unique=True),
    ("leave_out",): st.lists(st.sampled_from(KNOWN), max_size=3, unique=True),
    ("keep",): KEEPS,
    ("folders", "desktop"): FOLDER,
    ("folders", "music"): FOLDER,
    ("programs", "end"): st.booleans(),
    ("programs", "seconds"): st.integers(0, 60),
    ("baseline", "way"): st.sampled_from(["auto", "in-place", "overlay", "btrfs"]),
    ("machine", "journal"): st.booleans(),
    ("undo", "minutes"): st.integers(0, 120),
    ("timers", "idle_minutes"): st.integers(0, 240),
    ("timers", "may_extend"): st.booleans(),
    ("kiosk", "on"): st.booleans(),
}
EDITS = st.lists(
    st.sampled_from([*FIELDS]).flatmap(lambda field: st.tuples(st.just(field), FIELDS[field])),
    min_size=1,
    max_size=5,
)


class Layout:
    """Writes values as TOML, each time in one of the ways that mean the same."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw
        self._count = 0
        self.end = self.one_of("\n", "\r\n")

    def one_of(self, *ways: str) -> str:
        return str(self._draw(st.sampled_from(ways)))

    def text(self) -> str:
        values = self._values()
        names = self._draw(st.permutations([*values]))
        roots = [name for name in names if name in {"accounts", "leave_out"}]
        tables = [(name, values[name]) for name in names if name not in {*roots, "keep"}]
        lines = [self.note(), f"format{self.space()}= 1{self.tail()}"]
        lines += [f"{self.key(name)} ={self.space()}{self._list(values[name])}" for name in roots]
        headed: list[list[str]] = []
        for name, table in tables:
            self._table(name, table, lines, headed)
        self._keep(values.get("keep", []), lines, headed)
        headed = self._draw(st.permutations(headed))
        whole = [*lines, *(line for block in headed for line in [self.note(), *block])]
        last = self.one_of("", "\n")
        return ("\n".join([*whole, self.note()]) + last).replace("\n", self.end)

    def _values(self) -> dict[str, Any]:
        chosen = self._draw(st.sets(st.sampled_from([*FIELDS])))
        values: dict[str, Any] = {}
        for field in sorted(chosen):
            value = self._draw(FIELDS[field])
            if len(field) == 1:
                values[field[0]] = value
            else:
                values.setdefault(field[0], {})[field[1]] = value
        return values

    def note(self) -> str:
        self._count += 1
        return self.one_of("", f"# note {self._count}", f"\n# note {self._count}")

    def tail(self) -> str:
        self._count += 1
        return self.one_of("", f" # tail {self._count}", "  \t")

    def space(self) -> str:
        return self.one_of("", " ", "   ", "\t")

    def _table(
        self, name: str, table: dict[str, Any], lines: list[str], headed: list[list[str]]
    ) -> None:
        pairs = [
            f"{self.key(key)}{self.space()}= {self.item(value)}" for key, value in table.items()
        ]
        name = self.key(name)
        match self.one_of("header", "dotted", "inline"):
            case "header":
                inside = [line for pair in pairs for line in (self.note(), pair + self.tail())]
                headed.append([f"[{self.space()}{name}]{self.tail()}", *inside])
            case "dotted":
                dot = self.one_of(".", " . ")
                lines += [f"{name}{dot}{pair}{self.tail()}" for pair in pairs]
            case _:
                lines.append(f"{name} = {{{', '.join(pairs)}}}{self.tail()}")

    def key(self, name: str) -> str:
        """Write a name as it is, in quotes, or with signs spelled out."""
        spelled = f'"\\u{ord(name[0]):04x}{name[1:]}"'
        return self.one_of(name, name, name, f"'{name}'", spelled)

    def item(self, value: object) -> str:
        """Write a value; a text in one of the four ways of TOML, if it has no odd signs."""
        plain = tomlkit.item(value).as_string()
        if type(value) is int and value > 9:
            digits = f"{plain[0]}_{plain[1:]}"
            return self.one_of(plain, digits, hex(value), f"+{plain}")
        if not isinstance(value, str) or plain != f'"{value}"' or "'" in value:
            return plain
        ways = [plain, f"'{value}'", f'"""{value}"""', f"'''\n{value}'''"]
        return self.one_of(*ways)

    def _list(self, values: list[str]) -> str:
        items = [self.item(value) for value in values]
        if self._draw(st.booleans()):
            return f"[{self.space()}{', '.join(items)}]{self.tail()}"
        inside = [line for item in items for line in (self.note(), f"  {item},{self.tail()}")]
        return "\n".join(["[" + self.tail(), *inside, self.note(), "]"])

    def _keep(
        self, entries: list[dict[str, str]], lines: list[str], headed: list[list[str]]
    ) -> None:
        written = [
            [f"{self.key(key)} = {self.item(entry[key])}" for key in entry] for entry in entries
        ]
        if self._draw(st.booleans()):
            inline = ", ".join("{" + ", ".join(pairs) + "}" for pairs in written)
            lines.append(f"keep = [{inline}]{self.tail()}")
            return
        for pairs in written:
            inside = [line for pair in pairs for line in (pair + self.tail(), self.note())]
            headed.append([f"[[keep]]{self.tail()}", *inside])


@st.composite
def texts(draw: Any) -> str:
    return Layout(draw).text()
