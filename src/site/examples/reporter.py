#!/usr/bin/env python3
"""Reports a daemon to a Reeve cluster, with nothing but Python's standard library.

usage: reporter.py TYPE.ID HOST:PORT [HOST:PORT ...]      the managers' report addresses

It follows src/site/markdown/protocol.md: finds the active manager, reports the load of this machine, and answers
`reeve tell TYPE.ID version` and `perf dump`.
"""
import json, os, random, socket, struct, sys, time


def cbor(x):
    """Encodes None-free data: bool, int, bytes, str, list, dict."""
    def head(major, n):
        for info, fmt in ((24, "B"), (25, ">H"), (26, ">I"), (27, ">Q")):
            if n < 24:
                return bytes([major << 5 | n])
            if n < 1 << 8 * struct.calcsize(fmt):
                return bytes([major << 5 | info]) + struct.pack(fmt, n)
    if isinstance(x, bool):
        return b"\xf5" if x else b"\xf4"
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return head(4, len(x)) + b"".join(map(cbor, x))
    return head(5, len(x)) + b"".join(cbor(k) + cbor(v) for k, v in x.items())


def uncbor(data, at=0):
    """Decodes one item; gives it and the position after it. The end of an indefinite list is the item `uncbor`."""
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        size = {25: 2, 26: 4, 27: 8}.get(info, 0)
        number = struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], data[at:at + size])[0] if size else None
        return {20: False, 21: True, 31: uncbor}.get(info, number), at + size
    n = info
    if 24 <= info <= 27:
        size = 1 << info - 24
        n, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major < 2:
        return (n if major == 0 else -1 - n), at
    if major in (2, 3) and info != 31:
        return (data[at:at + n] if major == 2 else data[at:at + n].decode()), at + n
    if major == 6:
        return uncbor(data, at)
    items = []
    while info == 31 or len(items) < (2 * n if major == 5 else n):
        item, at = uncbor(data, at)
        if item is uncbor:
            break
        items.append(item)
    if major == 5:
        return dict(zip(items[::2], items[1::2])), at
    return items if major == 4 else (b"" if major == 2 else "").join(items), at


class Connection:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host.strip("[]"), int(port)), timeout=5)
        self.buffer = b""

    def send(self, **frame):
        body = cbor(frame)
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def receive(self, seconds):
        """The next frame; None when none came in that time."""
        end = time.monotonic() + seconds
        while len(self.buffer) < 4 or len(self.buffer) < 4 + struct.unpack(">I", self.buffer[:4])[0]:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except socket.timeout:
                return None
            if not data:
                raise ConnectionError("the manager closed the connection")
            self.buffer += data
        size = 4 + struct.unpack(">I", self.buffer[:4])[0]
        frame, self.buffer = uncbor(self.buffer[4:size])[0], self.buffer[size:]
        return frame


class Reporter:
    COUNTERS = [dict(path="host.load1", type=2, prio=8, unit=1, desc="Load of one minute, in thousandths"),
                dict(path="host.uptime", type=1, prio=5, unit=1, desc="Time since this reporter started")]

    def __init__(self, name, managers):
        self.name, self.managers = name, list(managers)
        self.gid, self.epoch, self.started = random.randrange(1, 1 << 53), 0, time.monotonic_ns()

    def values(self):
        return [int(1000 * os.getloadavg()[0]), time.monotonic_ns() - self.started]

    def session(self, address):
        """Reports there as long as it lasts; gives the address to go to next, if it heard of one."""
        c = Connection(address)
        c.send(reeve=1, kind="daemon", cluster="", fsid="", name=self.name, gid=self.gid, epoch=self.epoch)
        wanted, declared, period, due, heard = None, False, 5.0, float("inf"), time.monotonic()
        while True:
            frame = c.receive(max(0, min(1, due - time.monotonic())))
            if frame:
                heard = time.monotonic()
                kind = frame["kind"]
                if kind in ("where", "configure", "command") and frame["epoch"] < self.epoch:
                    raise ConnectionError("a manager of an older epoch")
                if kind == "where":
                    self.epoch = frame["epoch"]
                    self.managers = list(dict.fromkeys(self.managers + frame["managers"]))
                    if not frame["self"]:
                        return frame["active"]
                    type_, id_ = self.name.split(".", 1)
                    c.send(kind="open", type=type_, id=id_, service=True,
                           metadata={"hostname": socket.gethostname(), "version": "python-1"})
                elif kind == "configure":
                    now_wanted = [n for n, c in enumerate(self.COUNTERS) if c["prio"] >= frame["threshold"]]
                    if wanted not in (None, now_wanted):
                        return address  # other counters than those that were declared: begin anew
                    wanted, period, due = now_wanted, frame["period"] / 1000, 0
                elif kind == "command":
                    c.send(kind="reply", id=frame["id"], epoch=frame["epoch"], **self.answer(frame["command"]))
                elif kind in ("error", "goodbye"):
                    print(frame.get("message", kind), file=sys.stderr)
                    time.sleep(frame.get("again", 0) / 1000)
                    return ""
            if time.monotonic() - heard > max(15, 3 * period):
                raise ConnectionError("the manager is silent")
            if time.monotonic() >= due:
                values = self.values()
                report = dict(kind="report", values=b"".join(struct.pack(">Q", values[n]) for n in wanted))
                if not declared:
                    report.update(declare=[self.COUNTERS[n] for n in wanted], status={"state": "running"})
                    declared = True
                c.send(**report)
                c.send(kind="ping", n=1, epoch=0)
                due = time.monotonic() + period * random.uniform(0.95, 1.05)

    def answer(self, command):
        words = " ".join(command.get("words", [])) or command.get("prefix", "")
        if words == "version":
            return dict(status=0, out=b'{"version": "python-1"}\n', err="")
        if words == "perf dump":
            load, uptime = self.values()
            return dict(status=0, out=json.dumps({"host": {"load1": load, "uptime": uptime / 1e9}}).encode(), err="")
        return dict(status=-22, out=b"", err="no command '%s'; there are: perf dump, version" % words)

    def run(self):
        following = ""
        while True:
            try:
                following = self.session(following or random.choice(self.managers))
            except (OSError, KeyError, ValueError, IndexError) as e:
                print("%s: %s" % (self.name, e), file=sys.stderr)
                following = ""
            time.sleep(random.uniform(0, 0.3 if following else 1))


if __name__ == "__main__":
    if len(sys.argv) < 3 or "." not in sys.argv[1]:
        sys.exit(__doc__)
    Reporter(sys.argv[1], sys.argv[2:]).run()
