package io.reeve.modulehost.catalog;

import io.reeve.modulehost.threads.HostThreads;
import io.reeve.modulehost.threads.RunTime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls to the file systems of the module path, each with a deadline. A call to a mount that hangs cannot be interrupted,
 * so its thread is left behind. The same call is not made a second time meanwhile; once it has returned, its result counts.
 */
final class TimedFiles implements AutoCloseable {
    /** A call that has not returned in time, now or before. */
    static final class LateException extends IOException {
        private static final long serialVersionUID = 1L;

        LateException(Path path, Duration most) {
            super(path + " has not answered within " + most.toMillis() + " ms");
        }
    }

    /** One call: what it does, and to which path. */
    private record Key(String what, Path path) {}

    private final Duration most;
    private final ExecutorService threads = Executors.newCachedThreadPool(HostThreads.factory("reeve-path-files"));
    private final Map<Key, Future<?>> late = new ConcurrentHashMap<>();

    TimedFiles(Duration most) {
        this.most = most;
    }

    /**
     * Makes a call.
     *
     * @param what names the call, together with the path
     * @throws LateException if it does not return in time
     */
    <T> T call(String what, Path path, Callable<T> code) throws IOException {
        Key key = new Key(what, path);
        Future<?> _ = ended(key);
        return await(key, threads.submit(code));
    }

    /** Makes a call, or takes the result of one that has ended since it was late. */
    @SuppressWarnings("unchecked") // the same key means the same code
    <T> T callOrEnd(String what, Path path, Callable<T> code) throws IOException {
        Key key = new Key(what, path);
        Future<?> before = ended(key);
        return before != null && before.state() == Future.State.SUCCESS
                ? await(key, (Future<T>) before)
                : await(key, threads.submit(code));
    }

    /** The call that was late and has ended since; null if there is none. */
    private @Nullable Future<?> ended(Key key) throws LateException {
        Future<?> before = late.get(key);
        if (before != null && !before.isDone()) {
            throw new LateException(key.path(), most);
        }
        return before == null ? null : late.remove(key);
    }

    private <T> T await(Key key, Future<T> call) throws IOException {
        try {
            if (!RunTime.await(most, nanos -> isDone(call, nanos))) {
                late.put(key, call);
                throw new LateException(key.path(), most);
            }
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + key.path());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static boolean isDone(Future<?> call, long nanos) throws InterruptedException {
        try {
            Object _ = call.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true; // the caller gets it
        }
    }

    /** Accepts no more calls. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
