package io.reeve.daemon.active;

import io.reeve.api.metrics.MetricFamily.Sample;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The times that the phases of one take-over took. Written by one thread, read by any. */
public final class TakeOver {
    /** A phase of becoming active, in their order. */
    enum Phase {
        /** What is stored is read. */
        STORES("stores"),
        /** The maps are loaded. */
        MAPS("maps"),
        /** The modules start. */
        MODULES("modules"),
        /** The others are told. */
        PUBLISH("publish");

        private final String label;

        Phase(String label) {
            this.label = label;
        }
    }

    /** A phase, which may wait. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    private final Map<Phase, Double> seconds = new ConcurrentSkipListMap<>();

    /** Runs a phase and takes its time. */
    <E extends Exception> void take(Phase phase, Work<E> work) throws E {
        long begin = System.nanoTime();
        work.run();
        seconds.put(phase, (System.nanoTime() - begin) / 1e9);
    }

    /** The phases that are over, with their seconds. */
    public List<Sample> samples() {
        return seconds.entrySet()
                .stream()
                .map(one -> new Sample(List.of(one.getKey().label), one.getValue()))
                .toList();
    }
}
