"""The laptop in the room: which address tablets need, what keeps them out, and that it stays awake."""

from __future__ import annotations

import re
import socket

import click
import pytest
import segno

from workshop.cli import serve
from workshop.errors import StoreUnavailable
from workshop.server import awake, cards, network


@pytest.fixture
def three_cards(monkeypatch):
    monkeypatch.setattr(cards, "_by_card", lambda: [
        ("docker0", "172.17.0.1"), ("lo", "127.0.0.1"), ("eth0", "10.1.2.3"), ("wlan0", "192.168.11.5"),
        ("eth1", "169.254.3.4")])
    monkeypatch.setattr(cards, "_by_name", lambda: ["127.0.1.1", "192.168.11.5"])
    monkeypatch.setattr(cards, "lan_address", lambda: "192.168.11.5")


def test_of_several_cards_the_one_that_leads_out_is_announced_and_the_others_are_named(three_cards):
    assert cards.chosen("") == "192.168.11.5"
    assert "口もあります: 10.1.2.3（eth0）、172.17.0.1（docker0）" in cards.advice(8866, "192.168.11.5")[0]
    assert "口もあります: 192.168.11.5（wlan0）、172.17.0.1（docker0）" in cards.advice(8866, "10.1.2.3")[0]


def test_a_person_who_is_there_chooses_the_card_and_made_up_ones_are_not_offered(
        three_cards, monkeypatch, capsys):
    monkeypatch.setattr(serve.sys, "stdin", type("Keyboard", (), {"isatty": lambda self: True})())
    monkeypatch.setattr(click, "prompt", lambda *_, type, default: type.convert("2", None, None))
    assert serve._picked() == "10.1.2.3"
    said = capsys.readouterr().out
    assert "1  192.168.11.5（wlan0）" in said
    assert "docker0" not in said


def test_where_nobody_can_be_asked_the_likeliest_card_is_taken(three_cards, monkeypatch):
    monkeypatch.setattr(serve.sys, "stdin", type("Pipe", (), {"isatty": lambda self: False})())
    assert serve._picked() == ""


def test_a_machine_in_no_network_is_told_to_join_the_room_s(monkeypatch):
    monkeypatch.setattr(cards, "addresses", list)
    assert cards.advice(8866, "") == [cards.NO_ROOM]


def test_the_qr_code_in_the_terminal_is_the_qr_code():
    address = "http://192.168.11.5:8866/w/demo"
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line)[2:] for line in cards.qr(address).splitlines()]
    seen = [[int(letter in marks) for letter in line] for line in lines for marks in ("▀█", "▄█")]
    wanted = [list(map(int, row)) for row in segno.make(address, error="l").matrix_iter(border=2)]
    assert seen[:len(wanted)] == wanted


def test_another_card_can_be_chosen_and_a_wrong_one_is_said(three_cards):
    assert cards.chosen("10.1.2.3") == "10.1.2.3"
    assert cards.chosen("machi.example.jp") == "machi.example.jp"
    with pytest.raises(StoreUnavailable, match=re.escape("192.168.11.5（wlan0）")):
        cards.chosen("192.168.0.99")


def test_this_machines_own_cards_are_found():
    assert all(re.fullmatch(r"[0-9.]+", ip) for _, ip in cards.addresses())


@pytest.mark.parametrize(("system", "answer", "says"), [
    ("win32", "Public\r\n", "プライベート"), ("win32", "Private\r\n", "許可"),
    ("darwin", "Firewall is enabled. (State = 1)", "許可")])
def test_a_firewall_is_said_with_what_to_do(system, answer, says):
    assert any(says in line for line in cards.walls(8866, ask=lambda *_: answer, system=system))


def test_a_linux_firewall_is_said_with_the_command(monkeypatch, tmp_path):
    conf = tmp_path / "ufw.conf"
    conf.write_text("ENABLED=yes\n")
    monkeypatch.setattr(cards, "UFW", conf)
    assert "sudo ufw allow 8866/tcp" in cards.walls(8866, ask=lambda *_: "", system="linux")[0]


def test_a_port_that_nobody_listens_on_does_not_answer():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        assert not cards.answers("127.0.0.1", port, seconds=0.5)
        door.listen()
        assert cards.answers("127.0.0.1", port)


def test_where_sleep_cannot_be_held_back_it_is_said(monkeypatch):
    monkeypatch.setattr(awake.shutil, "which", lambda _: None)
    with awake.kept(system="linux") as words:
        assert words == awake.NOT_KEPT


def test_while_the_kit_runs_the_guard_runs_and_then_ends(monkeypatch, tmp_path):
    guard = tmp_path / "caffeinate"
    guard.write_text("#!/bin/sh\nexec sleep 60\n")
    guard.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    begun = []
    true = awake.subprocess.Popen
    monkeypatch.setattr(awake.subprocess, "Popen", lambda *a, **k: begun.append(true(*a, **k)) or begun[-1])
    with awake.kept(system="darwin") as words:
        assert words == awake.KEPT
        assert begun[0].poll() is None
    assert begun[0].poll() is not None


def test_the_address_of_the_room_is_an_address():
    assert re.fullmatch(r"[0-9.]+", network.lan_address())
