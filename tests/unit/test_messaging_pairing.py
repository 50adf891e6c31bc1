"""Two computers: they meet by a code and write; strangers, accidents and ends are sentences."""

import asyncio
import socket
from contextlib import ExitStack

import msgspec
import pytest

from privacykit.activities.messaging.engine.phone import Phone
from privacykit.activities.messaging.pairing import addresses, door, frames, room, wire
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.channel import Channel
from privacykit.activities.messaging.pairing.handshake import REFUSED, Handshake
from privacykit.activities.messaging.pairing.news import Limits, Waiting
from privacykit.activities.messaging.pairing.talk import LONGEST, clean
from tests.unit.pairing import (
    HOST,
    QUICK,
    Heard,
    closing,
    free_place,
    joined,
    knock,
    listens,
    opened,
    shake,
)


@pytest.mark.parametrize("host", [HOST, "::1"])
def test_they_meet_compare_and_write(host: str) -> None:
    with opened(host=host) as (place, one, here), joined(place, one.code()) as (other, there):
        assert one.number() == other.number()
        here.say("Hello!")
        there.say("\u0633\u0644\u0627\u0645 \u2764")
        sent, come = one.text("Hello!"), other.text("Hello!")
        assert (sent.own, come.own) == (True, False)
        assert sent.sealed == come.sealed
        assert b"Hello" not in sent.sealed
        assert one.text("\u0633\u0644\u0627\u0645 \u2764").own is False


def test_whoever_leaves_is_missed_and_what_is_said_after_goes_nowhere() -> None:
    with opened() as (place, one, here), joined(place, one.code()) as (other, there):
        other.number()
        there.close()
        assert one.end().startswith("The other computer has left")
        here.say("anybody there?")
        there.say("no")
    assert not listens(place)


def test_it_listens_until_one_has_come_and_to_no_third() -> None:
    with opened() as (place, one, _here):
        assert listens(place)
        with joined(place, one.code()) as (other, _there):
            other.number()
            assert not listens(place)
            with joined(place, one.code()) as (third, _none):
                assert third.end().startswith("Nobody waits at")


def test_it_listens_at_its_own_address_alone() -> None:
    with opened() as (place, _one, _here):
        assert not listens(Place("127.0.0.2", place.port))


def test_closing_while_it_waits_leaves_nothing() -> None:
    with opened() as (place, heard, here):
        here.close()
        assert not listens(place)
        assert [type(news) for news in heard.news] == [Waiting]


def test_each_wrong_code_is_the_last_one_for_it_and_three_close_the_door() -> None:
    with opened() as (place, one, _here):
        codes = [one.code(wrong) for wrong in (0,)]
        for wrong in range(3):
            with joined(place, _other_than(codes[-1])) as (guest, _there):
                assert guest.end().startswith("That is not the code.")
            if wrong < 2:
                codes.append(one.code(wrong + 1))
        assert len(set(codes)) == 3
        assert one.end().startswith("3 wrong codes came")
    assert not listens(place)


def _other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_used_up_code_is_worth_nothing_even_when_it_is_right() -> None:
    """Two come at once with the same code; the first guesses wrong, the second would be right."""
    with opened() as (place, one, _here):
        code = one.code()

        async def both(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
            late = Handshake(code, host=False)
            await frames.write(writer, late.hello)
            keys = late.agree(await frames.read(reader))
            first = await asyncio.open_connection(place.host, place.port)
            _keys, answer = await shake(*first, _other_than(code))
            first[1].close()
            assert answer == REFUSED
            await frames.write(writer, keys.proof)
            return await frames.read(reader)

        assert knock(place, both) == REFUSED
        assert one.code(1) != code
        assert not [n for n in one.news if isinstance(n, Waiting) and n.wrong > 1]


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\0\0",
        b"\xff\xff" + bytes(100),
        frames.packed(b"hello"),
        frames.packed(b"privacykit room\x01"),
        frames.packed(b"privacykit room\x01A" + bytes(32)),
        frames.packed(b"privacykit room\x01A" + b"\xff" * 32),
        frames.packed(b"privacykit room\x01B" + bytes(40)),
        frames.packed(Handshake("1", host=True).hello),
        frames.packed(Handshake("1", host=False, version=2).hello),
    ],
)
def test_what_is_no_guest_is_sent_away_and_costs_no_code(garbage: bytes) -> None:
    async def spill(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(garbage)
        writer.write_eof()
        await reader.read()

    with opened() as (place, one, _here):
        knock(place, spill)
        with joined(place, one.code()) as (other, _there):
            assert other.number() == one.number()


def test_a_slow_one_is_dropped_and_holds_nobody_up() -> None:
    async def dawdle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"\0")
        return await reader.read()

    limits = Limits(waiting=20, handshake=0.2, at_once=1)
    with opened(limits) as (place, one, _here):
        assert knock(place, dawdle) == b""
        with joined(place, one.code()) as (other, _there):
            assert other.number() == one.number()


def test_more_than_so_many_at_once_are_turned_away() -> None:
    limits = Limits(waiting=20, handshake=5, at_once=2)
    with opened(limits) as (place, _one, _here), ExitStack() as held:
        for _each in range(2):
            silent = held.enter_context(socket.create_connection((place.host, place.port)))
            silent.sendall(b"\0")
        more = held.enter_context(socket.create_connection((place.host, place.port), 5))
        assert more.recv(1) == b""


def test_nobody_comes() -> None:
    with opened(Limits(waiting=0.1)) as (place, one, _here):
        assert one.end().startswith("Nobody came, so the door was closed.")
        assert not listens(place)


def test_nobody_writes() -> None:
    limits = Limits(idle=0.1)
    with opened(limits) as (place, one, _here), joined(place, one.code()) as (_other, _there):
        assert one.end().startswith("Nobody has written for a while")


def test_a_flood_of_texts_is_ended() -> None:
    limits = Limits(texts=3)
    with opened(limits) as (place, one, _here), joined(place, one.code()) as (other, there):
        other.number()
        for _time in range(4):
            there.say("again")
        assert one.end().startswith("That was enough")


def test_a_port_in_use_an_address_that_is_gone_and_one_that_is_public() -> None:
    for place, said in (
        (Place("8.8.8.8"), "8.8.8.8 is not in this room\u2019s network."),
        (Place("10.255.255.254"), "no longer has the address 10.255.255.254"),
        (Place(HOST, 70_000), "Something unforeseen happened"),
    ):
        heard = Heard()
        with closing(room.open_room(place, heard, QUICK)):
            assert said in heard.end()
    with opened() as (place, _one, _here):
        heard = Heard()
        with closing(room.open_room(place, heard, QUICK)):
            assert f"uses port {place.port} already" in heard.end()


def test_a_system_that_lets_nobody_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forbidden(*_where: object) -> None:
        raise PermissionError

    monkeypatch.setattr(asyncio, "start_server", forbidden)
    heard = Heard()
    with closing(room.open_room(Place(HOST), heard, QUICK)):
        assert "does not let the kit listen at 127.0.0.1:21563" in heard.end()


def test_a_visitor_from_outside_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as (place, _one, _here):
        monkeypatch.setattr(door, "_is_near", lambda _writer: False)
        with joined(place, "123456") as (guest, _there):
            assert guest.end().startswith("The other computer hung up.")


def test_no_way_there_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    place = free_place()
    heard = Heard()
    with closing(room.join_room(place, [], "123456", heard, QUICK)):
        assert heard.end().startswith("There is no way from here to")

    async def nothing(*_where: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio, "open_connection", nothing)
    with joined(place, "123456", Limits(connecting=0.05)) as (heard, _there):
        assert "A firewall may stand between" in heard.end()


def serve(answer: "list[bytes]", code: str) -> str:
    """Let a guest come to a host that answers each piece with the next of its own."""
    place, heard = free_place(), Heard()

    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for each in answer:
            await frames.read(reader)
            writer.write(each)
        writer.close()

    async def stand() -> str:
        server = await asyncio.start_server(odd, place.host, place.port)
        made = room.join_room(place, [place.host], code, heard, QUICK)
        try:
            return await asyncio.to_thread(heard.end)
        finally:
            made.close()
            server.close()

    return asyncio.run(stand())


def test_hosts_that_are_none_or_do_not_know_the_code() -> None:
    hello = frames.packed(Handshake("123456", host=True).hello)
    strange = frames.packed(Handshake("123456", host=True, version=9).hello)
    mirrored = frames.packed(Handshake("123456", host=False).hello)
    nothing = frames.packed(b"privacykit room\x01A" + bytes(32))
    for answers, said in (
        ([b"HTTP/1.1 400 Bad Request\r\n"], "is not this exercise"),
        ([frames.packed(b"hello")], "is not this exercise"),
        ([strange], "another version"),
        ([mirrored], "makes no sense"),
        ([nothing], "makes no sense"),
        ([b"\0\5hal"], "hung up"),
        ([hello, frames.packed(bytes(32))], "does not know the code"),
        ([hello, frames.packed(REFUSED)], "not the code"),
    ):
        assert said in serve(answers, "123456")


def test_a_host_that_says_nothing_gives_no_answer() -> None:
    with socket.create_server((HOST, 0)) as silent:
        place = Place(*silent.getsockname())
        with joined(place, "123456", Limits(handshake=0.1)) as (guest, _there):
            assert guest.end().startswith(f"No answer from {place}.")


def test_a_guest_who_falls_silent_after_the_code_is_gone_not_idle() -> None:
    with opened(Limits(handshake=0.5)) as (place, one, _here):

        async def fall_silent(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> tuple[bytes, str]:
            _keys, proof = await shake(reader, writer, one.code())
            return proof, await asyncio.to_thread(one.end)

        proof, said = knock(place, fall_silent)
        assert proof != REFUSED
        assert said.startswith("The other computer has left, or the network")


def test_a_host_who_knows_the_code_but_hands_out_keys_that_nobody_signed() -> None:
    """A signature over other keys than those that came with it."""
    place, heard = free_place(), Heard()

    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = Handshake("123456", host=True)
        keys = mine.agree(await frames.read(reader))
        await frames.write(writer, mine.hello)
        await frames.read(reader)
        await frames.write(writer, keys.proof)
        mixed = Phone("a").bundle._replace(signed_pre_key=Phone("b").bundle.signed_pre_key)
        await Channel(reader, writer, keys).send(wire.from_bundle(mixed))
        await reader.read()
        writer.close()

    async def stand() -> str:
        server = await asyncio.start_server(odd, place.host, place.port)
        made = room.join_room(place, [place.host], "123456", heard, QUICK)
        try:
            return await asyncio.to_thread(heard.end)
        finally:
            await asyncio.to_thread(made.close)
            server.close()

    assert "makes no sense" in asyncio.run(stand())


def test_a_guest_who_knows_the_code_but_talks_nonsense() -> None:
    for pieces, said in (
        ([b"\xc1"], "makes no sense"),
        ([bytes(2000)], "makes no sense"),
        ([_bundle(), b"\x90"], "makes no sense"),
        ([_bundle(), _message()], "makes no sense"),
        ([_bundle(), _message(greeting=True)], "makes no sense"),
    ):
        assert said in after_pairing(pieces, sealed=True)
    assert "changed on the way" in after_pairing([bytes(40)], sealed=False)
    assert "has left" in after_pairing([], sealed=True)


def _bundle() -> bytes:
    return wire.from_bundle(Phone("guest").bundle)


def _message(*, greeting: bool = False) -> bytes:
    first = [bytes(32)] * 4 if greeting else None
    return msgspec.msgpack.encode([first, bytes(32), 0, 0, bytes(64)])


def after_pairing(pieces: list[bytes], *, sealed: bool) -> str:
    """Pair, send the pieces, and return how the host ends."""
    with opened() as (place, one, _here):

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            keys, _proof = await shake(reader, writer, one.code())
            channel = Channel(reader, writer, keys)
            for piece in pieces:
                await (channel.send(piece) if sealed else frames.write(writer, piece))
            writer.write_eof()
            await reader.read()

        knock(place, talk)
        return one.end()


def test_texts_are_one_line_of_so_many_signs_and_do_not_turn_the_screen_round() -> None:
    assert clean(" a\n\tb\u202e\x07c ") == "a b c"
    assert clean("x" * 500) == "x" * LONGEST
    family = "\U0001f469\u200d\U0001f467"
    assert clean(family) == family


def test_a_room_of_this_computer_is_found() -> None:
    assert "127.0.0.1" in addresses.own(addresses.here())
