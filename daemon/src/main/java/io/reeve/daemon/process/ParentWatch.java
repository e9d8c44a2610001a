package io.reeve.daemon.process;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch for the end of standard input, which comes when the parent process is gone: it ends this process. */
public final class ParentWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ParentWatch.class);

    private ParentWatch() {}

    public static void start() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(System.in));
    }

    private static void watch(InputStream input) {
        try {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            LOG.warn("The process that started this one is gone: stopping");
        } catch (IOException broken) {
            LOG.warn("The connection to the process that started this one broke: stopping", broken);
        }
        ProcessExit.exit(ProcessExit.OK);
    }
}
