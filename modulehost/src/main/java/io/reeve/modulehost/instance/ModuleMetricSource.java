package io.reeve.modulehost.instance;

import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricSource;
import io.reeve.modulehost.catalog.FailureText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of a running module: they are written on a thread of the module while the caller's thread waits. */
public final class ModuleMetricSource implements MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleMetricSource.class);
    /** The time that a module has for its metrics, that of a slow client included. */
    private static final Duration MOST = Duration.ofMinutes(1);

    private final ModuleInstance instance;
    private final MetricSource source;

    private ModuleMetricSource(ModuleInstance instance, MetricSource source) {
        this.instance = instance;
        this.source = source;
    }

    /** The metrics of a module; empty if it does not run or has none. */
    public static Optional<MetricSource> of(@Nullable ModuleInstance instance) {
        MetricSource source = instance == null ? null : instance.metrics();
        return instance == null || source == null
                ? Optional.empty()
                : Optional.of(new ModuleMetricSource(instance, source));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException           if the module did not come to an end, so that it may still write; nobody else may then
     * @throws IllegalStateException if it has failed, or not begun
     */
    @Override
    public void write(MetricSink to) throws IOException {
        String name = instance.loaded().name();
        try {
            boolean _ = instance.http().run(() -> instance.call("its metrics", () -> {
                source.write(to);
                return true;
            }), MOST);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("module '" + name + "' stops, or answers as many requests as it can", e);
        } catch (ExecutionException e) {
            throw failed(name, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            throw new IOException("module '" + name + "' was stopped while it wrote its metrics", e);
        } catch (TimeoutException e) {
            throw new IOException("module '" + name + "' has not written its metrics within " + MOST.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while module '" + name + "' wrote its metrics");
        }
    }

    private IllegalStateException failed(String name, Throwable thrown) {
        if (thrown instanceof IOException || instance.isStopping()) {
            LOG.debug("metrics of module '{}' broke off: {}", name, FailureText.oneLine(thrown));
        } else {
            FailureText.logError(LOG, "metrics of module '" + name + "' have failed", thrown);
        }
        return new IllegalStateException("metrics of module '" + name + "': " + FailureText.message(thrown), thrown);
    }
}
