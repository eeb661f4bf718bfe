"""Many clients at once: nothing is lost or mixed up, and the line is told."""

from __future__ import annotations

import threading
import time

from support.serving import Server

SHARED = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"


def sent(client: int) -> list[tuple[str, str]]:
    """What a client has, by its number: names, and texts."""
    return [(f"客户{client}-{n}.txt", f"第{client}户第{n}份\n{SHARED}\n种茶{client}亩。") for n in range(3)]


def test_twenty_clients_get_each_their_own(server: Server) -> None:
    got: dict[int, list[tuple[str, str]]] = {}

    def client(number: int) -> None:
        files = [
            (f"客户{number}-{n}.txt", f"第{number}户第{n}份\n{SHARED}\n种茶{number}亩。".encode()) for n in range(3)
        ]
        answer = server.send(files, kind="check")
        job = server.done(answer.json["id"], seconds=300)
        got[number] = [
            (each["name"], server.ask(f"/api/v1/jobs/{job['id']}/files/{each['number']}.json").json["document"]["text"])
            for each in server.documents(job["id"])
        ]

    threads = [threading.Thread(target=client, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(320)
    assert got == {number: sent(number) for number in range(20)}


def test_the_place_in_the_line_is_told(server: Server) -> None:
    long = [(f"{n}.txt", f"第{n}份\n{SHARED}\n".encode() * 30) for n in range(120)]
    jobs = [server.send(long, kind="check").json["id"] for _ in range(4)]
    while server.ask(f"/api/v1/jobs/{jobs[0]}").json["state"] == "waiting":
        time.sleep(0.05)
    places = [server.ask(f"/api/v1/jobs/{job}").json for job in jobs]
    waiting = [told["position"] for told in places if told["state"] == "waiting"]
    assert waiting == sorted(waiting)
    assert len(waiting) >= 2
    assert waiting[-1] - waiting[0] == len(waiting) - 1
    for job in jobs:
        server.ask(f"/api/v1/jobs/{job}", "DELETE")
