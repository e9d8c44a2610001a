#!/usr/bin/env python3
"""Reports a daemon to a Reeve cluster, with nothing but Python's standard library.

usage: reporter.py TYPE.ID HOST:PORT [HOST:PORT ...]      the managers' report addresses

It follows src/site/markdown/protocol.md: finds the active manager, reports the load of this machine, and answers
`reeve tell TYPE.ID version` and `reeve tell TYPE.ID perf dump`.
"""
import json, os, random, select, socket, struct, sys, time

COUNTERS = [dict(path="host.load1", type=2, prio=8, unit=1, desc="Load of one minute, in thousandths"),
            dict(path="host.uptime", type=1, prio=5, unit=1, desc="Time since this reporter started")]
STARTED = time.monotonic_ns()


def values():
    return [int(1000 * os.getloadavg()[0]), time.monotonic_ns() - STARTED]


def answer(command):
    words = " ".join(command.get("words", [])) or command.get("prefix", "")
    if words == "version":
        return dict(status=0, out=b'{"version": "python-1"}\n', err="")
    if words == "perf dump":
        load, uptime = values()
        return dict(status=0, out=json.dumps({"host": {"load1": load, "uptime": uptime / 1e9}}).encode(), err="")
    return dict(status=-22, out=b"", err="no command '%s'; there are: perf dump, version" % words)


def encode(x):
    """A bool, int, bytes, str, list or dict in CBOR. Numbers and lengths may always have eight bytes."""
    def head(major, n): return struct.pack(">BQ", major << 5 | 27, n)
    if isinstance(x, bool): return b"\xf5" if x else b"\xf4"
    if isinstance(x, int): return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes): return head(2, len(x)) + x
    if isinstance(x, str): return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list): return head(4, len(x)) + b"".join(map(encode, x))
    return head(5, len(x)) + b"".join(encode(k) + encode(v) for k, v in x.items())


def decode(data, at=0):
    """The CBOR item at a position, and the position after it. What managers send has definite lengths."""
    major, info, at = data[at] >> 5, data[at] & 31, at + 1
    end = at + (1 << info - 24 if info >= 24 else 0)
    n = int.from_bytes(data[at:end], "big") if end > at else info
    if major == 0: return n, end
    if major == 1: return -1 - n, end
    if major == 2: return data[end:end + n], end + n
    if major == 3: return data[end:end + n].decode(), end + n
    if major == 6: return decode(data, end)  # a tag: what it marks follows
    if major == 7 and info > 25: return struct.unpack(">f" if info == 26 else ">d", data[at:end])[0], end
    if major == 7: return {20: False, 21: True}.get(info), end
    items = []
    for _ in range(n if major == 4 else 2 * n):
        item, end = decode(data, end)
        items.append(item)
    return items if major == 4 else dict(zip(items[::2], items[1::2])), end


class LowerEpoch(ConnectionError):
    pass


class Reporter:
    def __init__(self, name, managers):
        self.name, self.managers, self.learned, self.gid = name, managers, [], random.randrange(1, 1 << 53)
        self.socket, self.fsid, self.epoch, self.pause, self.dissenters = None, "", 0, 0.1, set()

    def send(self, **frame):
        body = encode(frame)
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def receive(self, seconds):
        """The next frame; None when none began in that time."""
        if select.select([self.socket], [], [], max(0, seconds))[0]:
            return decode(self.read(*struct.unpack(">I", self.read(4))))[0]

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise ConnectionError("the manager closed the connection")
            data += part
        return data

    def session(self):
        """Reports over a new connection as long as it lasts; gives the active's address if it leads elsewhere."""
        self.send(reeve=1, kind="daemon", cluster="", fsid=self.fsid, name=self.name, gid=self.gid, epoch=self.epoch)
        declared, period, due, heard = None, 5, float("inf"), time.monotonic()
        while time.monotonic() - heard < max(15, 3 * period):
            frame = self.receive(min(1, due - time.monotonic()))
            kind, heard = (frame["kind"], time.monotonic()) if frame else (None, heard)
            if kind in ("where", "configure", "command"):
                if frame["epoch"] < self.epoch:
                    raise LowerEpoch("a manager of an older epoch")
                self.dissenters = set()
            if kind == "manager" and frame["fsid"] not in ("", self.fsid):  # another cluster counts its own epochs
                self.fsid, self.epoch = frame["fsid"], 0
            elif kind == "where":
                self.learned = frame["managers"]
                if not frame["self"]:
                    return frame["active"]
                metadata = {"hostname": socket.gethostname(), "version": "python-1"}
                self.send(kind="open", **dict(zip(("type", "id"), self.name.split(".", 1))), service=True,
                          metadata=metadata)
            elif kind == "configure":
                wanted = [n for n, counter in enumerate(COUNTERS) if counter["prio"] >= frame["threshold"]]
                if declared is None:
                    self.report(wanted, declare=[COUNTERS[n] for n in wanted], status={"state": "running"})
                elif declared != wanted:
                    raise ConnectionError("other counters are wanted: declaring anew")
                declared, period, self.pause = wanted, frame["period"] / 1000, 0.1
                self.epoch = frame["epoch"]  # kept only from the manager that has accepted the session
                due = time.monotonic() + random.uniform(0, period)
            elif kind == "command":
                self.send(kind="reply", id=frame["id"], epoch=frame["epoch"], **answer(frame["command"]))
            elif kind in ("error", "goodbye"):
                time.sleep(frame.get("again", 0) / 1000)
                raise ConnectionError(frame.get("message", "the manager stops"))
            if time.monotonic() >= due:
                self.report(declared)
                self.send(kind="ping", n=1, epoch=0)
                due = time.monotonic() + period * random.uniform(0.95, 1.05)
        raise ConnectionError("the manager is silent")

    def report(self, counters, **facts):
        now = values()
        self.send(kind="report", values=b"".join(struct.pack(">Q", now[n]) for n in counters), **facts)

    def run(self):
        active = ""
        while True:
            address = active or random.choice(self.managers + self.learned)
            host, port = address.rsplit(":", 1)
            active, self.pause = "", min(2, 2 * self.pause)
            try:
                with socket.create_connection((host.strip("[]"), int(port)), timeout=5) as self.socket:
                    active = self.session()
            except (OSError, LookupError, ValueError, struct.error) as e:
                self.dissenters.add(address)
                if isinstance(e, LowerEpoch) and self.dissenters.issuperset(self.managers + self.learned):
                    self.epoch = 0  # all that can be reached name a lower one: the cluster began anew
                print("%s: %s: %s" % (self.name, address, e), file=sys.stderr)
            time.sleep(random.uniform(0, self.pause))


if __name__ == "__main__":
    if len(sys.argv) < 3 or "." not in sys.argv[1]:
        sys.exit(__doc__)
    Reporter(sys.argv[1], sys.argv[2:]).run()
