package io.reeve.report.protocol;

/** The unit of a counter's numbers; the numbers are Ceph's. */
public enum CounterUnit {
    BYTES(0), NONE(1);

    private final int number;

    CounterUnit(int number) {
        this.number = number;
    }

    /** Its number on the wire. */
    public int number() {
        return number;
    }
}
