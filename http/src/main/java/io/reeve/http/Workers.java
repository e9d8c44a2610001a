package io.reeve.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads for what may block in this room. They only wait for modules; no module code runs on them. */
public final class Workers {
    /** One new virtual thread for each task. */
    public static final ExecutorService VIRTUAL = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("http-wait-", 0).factory());

    private Workers() {}
}
