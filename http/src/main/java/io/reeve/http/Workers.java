package io.reeve.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The virtual threads on which HTTP requests may block. They only wait for modules; no code of a module runs on them. */
public final class Workers {
    /** An executor with one new virtual thread per task. */
    public static final ExecutorService VIRTUAL = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("http-wait-", 0).factory());

    private Workers() {}
}
