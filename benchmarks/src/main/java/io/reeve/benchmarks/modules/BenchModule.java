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

/** Measures from inside a manager what only a module can do, and spins when asked. */
public final class BenchModule extends MgrModule {
    private static final int READS = 10_000;

    /** Made by the manager. */
    public BenchModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        // Only answers commands.
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
}
