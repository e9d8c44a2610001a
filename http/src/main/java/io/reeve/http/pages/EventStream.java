package io.reeve.http.pages;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.events.EventReader;
import io.reeve.api.events.EventTopic;
import io.reeve.http.Answers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/**
 * An answer that follows a topic of events. It has no thread: the I/O thread of its connection writes when the client takes
 * something. What waits for the client is bounded; a client that is slower is disconnected.
 *
 * <p>Undertow's own handler of server-sent events encodes each event once for each connection, and its queues have no bound.
 */
final class EventStream implements EventReader {
    /** The most bytes that wait for one client. */
    static final int BUFFER = 64 << 10;

    /** The time after which an idle stream shows that it lives, so that no proxy ends it. */
    private static final long HEARTBEAT_SECONDS = 15;
    private static final ByteBuffer COMMENT = ByteBuffer.wrap(":\n\n".getBytes(StandardCharsets.UTF_8))
            .asReadOnlyBuffer();

    private final HttpServerExchange exchange;
    private final EventTopic topic;
    private final StreamBudget budget;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    @GuardedBy("lock")
    private int bytes;
    /** Whether the I/O thread is about to write, or the channel will call it. */
    @GuardedBy("lock")
    private boolean writing = true;
    @GuardedBy("lock")
    private boolean ending;
    @GuardedBy("lock")
    private boolean over;
    @GuardedBy("lock")
    private boolean left;
    private volatile @Nullable StreamSinkChannel channel;
    private volatile XnioExecutor.@Nullable Key heartbeat;

    private EventStream(HttpServerExchange exchange, EventTopic topic, StreamBudget budget) {
        this.exchange = exchange;
        this.topic = topic;
        this.budget = budget;
    }

    /** Answers with the stream, or with 503 if there are too many. Called within the handler of the exchange. */
    static void begin(HttpServerExchange exchange, EventTopic topic, StreamBudget budget) {
        if (!budget.enter()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
            Answers.error(exchange, 503, "there are " + budget.streams()
                    + " event streams, as many as this manager serves: close pages that follow it, or ask later");
            return;
        }
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store");
        EventStream stream = new EventStream(exchange, topic, budget);
        exchange.dispatch(exchange.getIoThread(), stream::open);
    }

    private void open() {
        try {
            exchange.addExchangeCompleteListener((_, next) -> {
                finished();
                next.proceed();
            });
        } catch (IllegalStateException alreadyEnded) { // with its connection, which the epoch or the budget closed
            finished();
            return;
        }
        exchange.getConnection().addCloseListener(_ -> finished());
        StreamSinkChannel sink = exchange.getResponseChannel();
        if (sink == null || !exchange.getConnection().isOpen()) {
            cut();
            return;
        }
        channel = sink;
        sink.getWriteSetter().set(_ -> write(sink));
        heartbeat = exchange.getIoThread().executeAtInterval(this::beat, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        synchronized (lock) {
            add(COMMENT.duplicate()); // sends the headers
        }
        topic.add(this);
        write(sink);
    }

    private void beat() {
        boolean idle;
        synchronized (lock) {
            idle = waiting.isEmpty();
        }
        if (idle) {
            offer(COMMENT.duplicate());
        }
    }

    @Override
    public void offer(ByteBuffer frame) {
        boolean wake;
        synchronized (lock) {
            if (over || ending) {
                return;
            }
            over = !add(frame);
            wake = !over && !writing;
            writing |= wake;
            if (over) {
                exchange.getIoThread().execute(this::cut);
            }
        }
        if (wake) {
            wake();
        }
    }

    @GuardedBy("lock")
    private boolean add(ByteBuffer frame) {
        int size = frame.remaining();
        if (bytes + size > BUFFER || !budget.take(size)) {
            return false;
        }
        bytes += size;
        waiting.add(frame);
        return true;
    }

    @Override
    public void end() {
        synchronized (lock) {
            ending = true;
            if (writing || over) {
                return;
            }
            writing = true;
        }
        wake();
    }

    private void wake() {
        exchange.getIoThread().execute(() -> {
            StreamSinkChannel sink = channel;
            if (sink != null) {
                write(sink);
            }
        });
    }

    /** Writes what the client takes. On the I/O thread alone. */
    private void write(StreamSinkChannel sink) {
        try {
            for (ByteBuffer next = first(); next != null; next = first()) {
                sink.write(next);
                if (next.hasRemaining()) {
                    sink.resumeWrites();
                    return;
                }
                written(next);
            }
            if (!sink.flush()) {
                sink.resumeWrites();
                return;
            }
            rest(sink);
        } catch (IOException e) { // the client has gone
            cut();
        }
    }

    /** What is written next; null if there is nothing, or the stream is over and about to be cut. */
    private @Nullable ByteBuffer first() {
        synchronized (lock) {
            return over ? null : waiting.peek();
        }
    }

    private void written(ByteBuffer frame) {
        synchronized (lock) {
            if (!over) { // else it was counted off already, or will be
                waiting.remove();
                bytes -= frame.limit();
                budget.giveBack(frame.limit());
            }
        }
    }

    /** All was written: waits for more, or ends. */
    private void rest(StreamSinkChannel sink) {
        boolean end;
        synchronized (lock) {
            if (over) {
                return;
            }
            if (!waiting.isEmpty()) {
                wake();
                return;
            }
            writing = false;
            end = ending;
        }
        sink.suspendWrites();
        if (end) {
            exchange.endExchange();
        }
    }

    private void cut() {
        IoUtils.safeClose(exchange.getConnection());
        finished();
    }

    /** The stream is over, however it ended. Called on any thread, and more than once. */
    private void finished() {
        topic.remove(this);
        XnioExecutor.Key beats = heartbeat;
        if (beats != null) {
            beats.remove();
        }
        synchronized (lock) {
            over = true;
            budget.giveBack(bytes);
            bytes = 0;
            waiting.clear();
            if (left) {
                return;
            }
            left = true;
        }
        budget.leave();
    }
}
