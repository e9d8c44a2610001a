package io.reeve.api.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A topic of events that clients follow over HTTP, in the format of server-sent events. A module makes one with {@code
 * openTopic()}, answers requests for the stream with {@link #follow}, and publishes.
 *
 * <p>A client costs no thread. Each event is encoded once for all. A client that does not keep up is disconnected; it connects
 * again and has missed events, so a page follows the stream first, and then reads the state from another page of the module.
 * All streams end when the module stops.
 *
 * <p>All methods may be called from any thread, and none blocks.
 */
public final class EventTopic implements AutoCloseable {
    /** The attribute of an exchange in which the manager finds the topic that answers it. */
    public static final String ATTRIBUTE = "io.reeve.events.topic";

    /** The largest event, in bytes with its name. */
    public static final int MAX_EVENT = 32 << 10;

    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Set<EventReader> readers = new LinkedHashSet<>();
    @GuardedBy("lock")
    private boolean closed;

    /** Creates a topic that nobody closes. A module uses {@code openTopic()} instead. */
    public EventTopic() {}

    /**
     * Answers a request with the stream of this topic. The module's handler returns right afterwards, and does not touch the
     * exchange any more. Headers that it has set are sent. If there are too many streams, the manager answers 503 instead.
     *
     * @throws IOException if the answer has begun already
     */
    public void follow(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        if (exchange.getResponseCode() != -1) {
            throw new IOException("the answer has begun: call follow instead of sendResponseHeaders");
        }
        exchange.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Sends an event to all who follow.
     *
     * @param event the name of the event: at least one character and no line feed
     * @param data  its text, of any number of lines
     * @throws IllegalArgumentException if the name is not usable, or the event is larger than {@link #MAX_EVENT}
     */
    public void publish(String event, String data) {
        ByteBuffer frame = ByteBuffer.wrap(encode(event, data)).asReadOnlyBuffer();
        synchronized (lock) { // so that all readers get the events in one order
            readers.forEach(reader -> reader.offer(frame.duplicate()));
        }
    }

    private static byte[] encode(String event, String data) {
        if (event.isEmpty() || event.indexOf('\n') >= 0 || event.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("'" + event + "' is no name of an event: give one line");
        }
        StringBuilder text = new StringBuilder(data.length() + event.length() + 32);
        text.append("event: ").append(event).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            text.append("data:\n");
        }
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_EVENT) {
            throw new IllegalArgumentException("event '" + event + "' has " + bytes.length + " bytes, and the most is "
                    + MAX_EVENT + ": publish it in parts, or have clients read it from a page");
        }
        return bytes;
    }

    /** The number of clients that follow. */
    public int readers() {
        synchronized (lock) {
            return readers.size();
        }
    }

    /** Ends all streams, and those of clients that come later. The manager calls it when the module stops. */
    @Override
    public void close() {
        List<EventReader> all;
        synchronized (lock) {
            closed = true;
            all = new ArrayList<>(readers);
            readers.clear();
        }
        all.forEach(EventReader::end);
    }

    /** Adds a reader, which ends at once if the topic is closed. For the manager. */
    public void add(EventReader reader) {
        synchronized (lock) {
            if (!closed) {
                readers.add(reader);
                return;
            }
        }
        reader.end();
    }

    /** Removes a reader that has ended. For the manager. */
    public void remove(EventReader reader) {
        synchronized (lock) {
            readers.remove(reader);
        }
    }
}
