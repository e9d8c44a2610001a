package io.reeve.modulehost.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A map that a test has in common with the modules that it runs, whose classes it does not see. One at a time. */
public final class SharedMap implements AutoCloseable {
    private static final String NAME = "reeve.test.shared";

    /** The method {@code shared()} of a module, which returns the map. */
    public static final String METHOD = """
            @SuppressWarnings("unchecked") Map<String, String> shared() {
                return (Map<String, String>) System.getProperties().get("%s"); }
            """.formatted(NAME);

    /** The method {@code deaf()} of a module: a loop that no interrupt ends, until the map says "go". */
    public static final String DEAF = METHOD
            + """
                    void deaf() { while (!shared().containsKey("go")) { if (Thread.interrupted()) { shared().put("interrupted", "yes"); }
                        Thread.onSpinWait();
                        try { Thread.sleep(5); } catch (InterruptedException e) { shared().put("interrupted", "yes"); } } }
                    """;

    private final Map<String, String> map = new ConcurrentHashMap<>();

    public SharedMap() {
        System.getProperties().put(NAME, map);
    }

    public Map<String, String> map() {
        return map;
    }

    /** Lets all modules go on that wait for it, and takes the map away. */
    @Override
    public void close() {
        map.put("go", "");
        System.getProperties().remove(NAME);
    }
}
