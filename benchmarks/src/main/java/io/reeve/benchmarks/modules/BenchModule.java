package io.reeve.benchmarks.modules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.command.CliArg;
import io.reeve.api.command.CliCommand;
import io.reeve.api.command.HandleCommandResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Measures from inside a manager what only a module can do, and spins when asked. */
public final class BenchModule extends MgrModule {
    private static final int READS = 10_000;
    private final AtomicLong changes = new AtomicLong();
    @SuppressWarnings("UnusedVariable") // written so that the compiler cannot leave the work out
    private volatile Object seen = "";

    /** Made by the manager. */
    public BenchModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        // Only answers commands.
    }

    /** Answers at once: what remains is the cost of a command itself. */
    @CliCommand(value = "bench ping", desc = "answer at once", perm = "r")
    public HandleCommandResult ping() {
        return HandleCommandResult.ok("pong\n");
    }

    /** Holds the processor for so many seconds, and does not listen to interrupts. */
    @CliCommand(value = "bench spin", desc = "spin in the handler", perm = "r")
    public HandleCommandResult spin(@CliArg("seconds") long seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long turns = 0;
        while (System.nanoTime() < end && !isStopping()) {
            turns++;
        }
        return HandleCommandResult.ok(Long.toString(turns));
    }

    /** Nanoseconds of each of so many writes of 100 bytes. */
    @CliCommand(value = "bench set", desc = "time setStore")
    public HandleCommandResult set(@CliArg("count") long count) {
        byte[] value = new byte[100];
        Arrays.fill(value, (byte) 'x');
        List<Long> nanos = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            value[0] = (byte) ('a' + i % 26);
            long start = System.nanoTime();
            setStore("key", value);
            nanos.add(System.nanoTime() - start);
        }
        return HandleCommandResult.data(nanos);
    }

    /** Nanoseconds of one read, so many times as the mean of 10,000. */
    @CliCommand(value = "bench get", desc = "time getStore", perm = "r")
    public HandleCommandResult get(@CliArg("count") long count) {
        String expected = getStore("key").map(value -> new String(value, UTF_8)).orElseThrow();
        List<Long> nanos = new ArrayList<>();
        long bytes = 0;
        for (long i = 0; i < count; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < READS; j++) {
                bytes += getStore("key").orElseThrow().length;
            }
            nanos.add((System.nanoTime() - start) / READS);
        }
        if (bytes != count * READS * expected.length()) {
            throw new IllegalStateException("read " + bytes + " bytes");
        }
        return HandleCommandResult.data(nanos);
    }

    /** Nanoseconds of one get of such data, so many times as the mean of 10,000. */
    @CliCommand(value = "bench read", desc = "time get", perm = "r")
    public HandleCommandResult read(@CliArg("name") String name, @CliArg("count") long count) {
        List<Long> nanos = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < READS; j++) {
                seen = Objects.requireNonNull(get(name), name);
            }
            nanos.add((System.nanoTime() - start) / READS);
        }
        return HandleCommandResult.data(nanos);
    }

    /** Nanoseconds of each of so many whole copies of such data: what each get would cost if it made its own. */
    @CliCommand(value = "bench copy", desc = "time a whole copy of data", perm = "r")
    public HandleCommandResult copy(@CliArg("name") String name, @CliArg("count") long count) {
        Object data = Objects.requireNonNull(get(name), name);
        List<Long> nanos = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long start = System.nanoTime();
            seen = WholeCopy.of(data);
            nanos.add(System.nanoTime() - start);
        }
        return HandleCommandResult.data(nanos);
    }

    /** Nanoseconds of the first get of the OSD map after each of so many changes of it. */
    @CliCommand(value = "bench change", desc = "time the first get after a change")
    public HandleCommandResult change(@CliArg("count") long count) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Object before = get("osd_map");
            double weight = 1 - changes.incrementAndGet() % 1_000 / 2_000.0;
            HandleCommandResult done = monCommand(Map.of("prefix", "osd reweight", "id", "0", "weight", weight));
            if (done.retval() != 0) {
                throw new IllegalStateException("osd reweight: " + done.stderr());
            }
            nanos.add(firstOther(before));
        }
        return HandleCommandResult.data(nanos);
    }

    /** Asks until the map is another one, and says how long that get took. */
    @SuppressWarnings("ReferenceEquality") // what has changed is another object
    private long firstOther(@Nullable Object before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            Object now = get("osd_map");
            long took = System.nanoTime() - start;
            if (now != before) {
                return took;
            }
            TimeUnit.MICROSECONDS.sleep(500);
        }
        throw new IllegalStateException("the OSD map has not changed within 10 s");
    }

    /** How many daemons of a type, with ids from 0 on, have a sample of a counter that came at that time or later. */
    @CliCommand(value = "bench fresh", desc = "count daemons with new samples", perm = "r")
    public HandleCommandResult fresh(@CliArg("type") String type, @CliArg("count") long count,
            @CliArg("path") String path, @CliArg("since") double since) {
        long fresh = 0;
        for (long id = 0; id < count; id++) {
            fresh += getCluster().latest(type, Long.toString(id), path)
                    .filter(sample -> sample.timestamp() >= since)
                    .isPresent() ? 1 : 0;
        }
        return HandleCommandResult.ok(Long.toString(fresh));
    }
}
