package io.reeve.cluster.daemon;

/**
 * The heap that the state of all daemons may take.
 *
 * @param facts   the bytes of what they tell: metadata, status, tasks, placement groups, declarations of counters
 * @param samples the bytes of the values of their counters in the last reports
 * @param setting the setting that changes both, for messages
 */
public record KeptLimits(long facts, long samples, String setting) {
    /** The part of the heap for facts by default, in percent. */
    public static final int PERCENT = 25;
    /** The setting of the part of the heap. */
    public static final String SETTING = "report-kept";

    /**
     * The limits that are this part of the heap for facts, and twice as much for samples, but no more than half of it.
     */
    public static KeptLimits ofHeap(int percent) {
        long heap = Runtime.getRuntime().maxMemory();
        return new KeptLimits(heap / 100 * percent, heap / 100 * Math.min(50, 2 * percent), SETTING);
    }
}
