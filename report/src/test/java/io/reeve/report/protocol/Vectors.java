package io.reeve.report.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.report.protocol.CounterSpec.Axis;
import io.reeve.report.protocol.DaemonFrame.Close;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Reply;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Goodbye;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.Frame.Ping;
import io.reeve.report.protocol.Frame.Pong;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One frame of each kind, by the name that it has in protocol.md. */
final class Vectors {
    private static final String FSID = "a97d1e63-7e3d-4f0b-9e8c-0f5f3a6c1b11";

    private Vectors() {}

    static Map<String, Frame> all() {
        Map<String, Frame> all = new LinkedHashMap<>();
        all.put("hello-daemon", Hello.of(Frame.DAEMON, new Identity("web.gw1", 4711, "", "", 0)));
        all.put("hello-manager", Hello.of(Frame.MANAGER, new Identity("a", 815, "reeve", FSID, 12)));
        all.put("where-standby", new Where(12, false, "10.0.0.1:6800", List.of("10.0.0.1:6800", "10.0.0.2:6800")));
        all.put("where-active", new Where(12, true, "", List.of("10.0.0.1:6800", "10.0.0.2:6800")));
        all.put("open", new Open("web", "gw1", true, Map.of("hostname", "h1", "version", "2.0")));
        all.put("configure", new Configure(12, 5000, 5));
        all.put("report-first", first());
        all.put("report-next", new Report(List.of(1), List.of(), new long[]{8, 1, 0, 2}, null, null, null, null, null));
        all.put("report-facts", facts());
        all.put("update", new Update(Map.of("hostname", "h1", "version", "2.1")));
        all.put("command", new Command(3, 12, Map.of("words", List.of("perf", "dump")), new byte[0]));
        all.put("reply", new Reply(3, 12, 0, "{}\n".getBytes(UTF_8), ""));
        all.put("reply-error", new Reply(4, 12, -22, new byte[0], "no command 'boil'"));
        all.put("ping", new Ping(7, 0));
        all.put("pong", new Pong(7, 12, true));
        all.put("close", new Close(12));
        all.put("goodbye", new Goodbye());
        all.put("error", new Failure("another process reports as web.gw1 now", 30_000));
        return all;
    }

    private static Report first() {
        CounterSpec requests = CounterSpec.of("web.requests", CounterType.COUNTER).description("Requests").priority(8);
        CounterSpec latency = CounterSpec.of("web.latency", CounterType.TIME_AVG).nick("lat");
        CounterSpec sizes = CounterSpec.histogram("web.sizes", new Axis("bytes", 0, 512, 3, true))
                .unit(CounterUnit.BYTES)
                .labels(Map.of("pool", "p1"));
        return new Report(List.of(), List.of(requests, latency, sizes), new long[]{7, 1_500_000, 2, 1, 0, 1},
                Map.of("state", "serving"), null, null, null, null);
    }

    private static Report facts() {
        return new Report(List.of(), List.of(), new long[]{8, 1, 0, 2}, null, Map.of("scrub", "10%"),
                List.of(new HealthMetric("SLOW_OPS", 2, 30)),
                List.of(new PlacementGroup("1.a", "active+clean", 3, 4096)),
                new FilesystemRole("fs", 0, "up:active"));
    }
}
