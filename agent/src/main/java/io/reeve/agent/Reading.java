package io.reeve.agent;

import java.util.List;
import java.util.Map;

/**
 * The state of a source at one time.
 *
 * @param metadata facts that seldom change
 * @param status   its present activity, for people
 * @param values   perf counters
 * @param groups   placement groups; empty for all but storage daemons
 */
record Reading(Map<String, String> metadata, Map<String, String> status, List<Value> values, List<Group> groups) {
    Reading {
        metadata = Map.copyOf(metadata);
        status = Map.copyOf(status);
        values = List.copyOf(values);
        groups = List.copyOf(groups);
    }

    /** The type and unit of a value. */
    enum Kind {
        GAUGE, COUNTER, GAUGE_BYTES, COUNTER_BYTES, TIME, TIME_AVERAGE
    }

    /**
     * The value of one perf counter. Times are in nanoseconds.
     *
     * @param path        {@code subsystem.counter}
     * @param labels      names and values that distinguish counters of the same path
     * @param description one sentence
     * @param count       the number of values that an average is the sum of; 0 for other kinds
     */
    record Value(String path, Kind kind, Map<String, String> labels, String description, long value, long count) {
        Value {
            labels = Map.copyOf(labels);
        }

        Value(String path, Kind kind, Map<String, String> labels, String description, long value) {
            this(path, kind, labels, description, value, 0);
        }

        static Value timeAverage(String path, String description, long nanos, long count) {
            return new Value(path, Kind.TIME_AVERAGE, Map.of(), description, nanos, count);
        }

        static Value gauge(String path, String description, long value) {
            return new Value(path, Kind.GAUGE, Map.of(), description, value);
        }

        static Value counter(String path, String description, long value) {
            return new Value(path, Kind.COUNTER, Map.of(), description, value);
        }

        static Value bytes(String path, String description, long value) {
            return new Value(path, Kind.GAUGE_BYTES, Map.of(), description, value);
        }

        static Value time(String path, String description, long nanos) {
            return new Value(path, Kind.TIME, Map.of(), description, nanos);
        }

        Value labelled(String label, String is) {
            return new Value(path, kind, Map.of(label, is), description, value, count);
        }
    }

    /** A placement group: {@code POOL.NUMBER}, its objects and their bytes. */
    record Group(String pgid, long objects, long bytes) {}
}
