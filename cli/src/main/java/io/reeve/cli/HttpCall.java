package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, and its outcome once there is one. The connection is made before anything is sent, so a request that
 * failed until then never reached a manager, whatever the reason. Thread-safe.
 */
final class HttpCall {
    private enum State {
        CONNECTING, SENDING, ABANDONED
    }

    /**
     * The limits of one request.
     *
     * @param connection    the longest wait for a connection, its TLS handshake included
     * @param answer        the longest wait for the whole answer; null for any time
     * @param largestAnswer the size in bytes of the largest body of an answer that is taken
     */
    record Limits(Duration connection, @Nullable Duration answer, int largestAnswer) {}

    private final URI to;
    private final byte @Nullable [] body;
    private final Limits limits;
    private final Consumer<HttpCall> then;
    private final CountDownLatch done = new CountDownLatch(1);
    private State state = State.CONNECTING;
    private @Nullable HttpOutcome outcome;
    private @Nullable HttpConnection connection;

    /**
     * Makes a call.
     *
     * @param body the JSON to post; null for a GET request
     * @param then what is told when there is an outcome, in whatever thread
     */
    HttpCall(URI to, byte @Nullable [] body, Limits limits, Consumer<HttpCall> then) {
        this.to = to;
        this.body = body;
        this.limits = limits;
        this.then = then;
    }

    /** Starts the request in a thread of its own. To be called once. */
    void start() {
        Thread thread = new Thread(this::run, "reeve-http");
        thread.setDaemon(true);
        thread.start();
    }

    /** The outcome; empty if there is none within this time. */
    Optional<HttpOutcome> await(Duration longest) throws InterruptedException {
        return done.await(longest.toNanos(), TimeUnit.NANOSECONDS) ? Optional.of(outcome()) : Optional.empty();
    }

    /** Waits for the outcome; what has none when all time for it is over, as when a name is not resolved, is given up. */
    HttpOutcome await() throws InterruptedException {
        Duration answer = limits.answer();
        if (answer == null) {
            done.await();
            return outcome();
        }
        Optional<HttpOutcome> in = await(limits.connection().plus(answer));
        return in.isPresent() ? in.get() : giveUp(why(new SocketTimeoutException()));
    }

    /** The outcome, which must be there. */
    synchronized HttpOutcome outcome() {
        return Objects.requireNonNull(outcome, "no outcome yet");
    }

    /** Gives the request up, unless it has an outcome: it was lost, unless nothing of it has been sent. */
    HttpOutcome giveUp(String why) {
        HttpConnection open;
        HttpOutcome end;
        synchronized (this) {
            end = state == State.SENDING ? new HttpOutcome.Lost(to, why) : new HttpOutcome.NotSent(to, why);
            state = state == State.SENDING ? state : State.ABANDONED;
            open = connection;
        }
        end(end);
        if (open != null) {
            open.close();
        }
        return outcome();
    }

    /** Takes this for the outcome, unless there is one. */
    private void end(HttpOutcome end) {
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = end;
        }
        done.countDown();
        then.accept(this);
    }

    private void run() {
        try (HttpConnection open = new HttpConnection(to)) {
            synchronized (this) {
                connection = open;
            }
            end(exchange(open));
        } catch (IOException | IllegalArgumentException e) { // the latter: it cannot be a URL of a server
            end(isSent() ? new HttpOutcome.Lost(to, why(e)) : new HttpOutcome.NotSent(to, why(e)));
        } catch (RuntimeException | Error e) { // as when the answer does not fit into memory: whoever waits must know
            end(isSent() ? new HttpOutcome.Lost(to, e.toString()) : new HttpOutcome.NotSent(to, e.toString()));
        }
    }

    private synchronized boolean isSent() {
        return state == State.SENDING;
    }

    /** Whether the request may be sent now. From then on it is taken for sent. */
    private synchronized boolean begin() {
        state = state == State.CONNECTING ? State.SENDING : state;
        return state == State.SENDING;
    }

    private HttpOutcome exchange(HttpConnection open) throws IOException {
        open.connect(limits.connection());
        if (!begin()) {
            return new HttpOutcome.NotSent(to, "given up before it was sent");
        }
        open.send("application/json", body, limits.answer());
        HttpAnswer answer = HttpAnswer.read(open.answer());
        return new HttpOutcome.Answered(to, answer.code(), answer.location(), whole(answer.body()));
    }

    private byte[] whole(InputStream in) throws IOException {
        if (in instanceof HttpBody.OfLength known) {
            checkSize(known.length());
            byte[] bytes = new byte[(int) known.length()];
            known.readNBytes(bytes, 0, bytes.length);
            return bytes;
        }
        byte[] bytes = in.readNBytes(limits.largestAnswer() + 1);
        checkSize(bytes.length);
        return bytes;
    }

    private void checkSize(long bytes) throws IOException {
        if (bytes > limits.largestAnswer()) {
            throw new IOException("the answer is larger than " + limits.largestAnswer() + " bytes");
        }
    }

    private String why(Exception failure) {
        Duration answer = limits.answer();
        if (failure instanceof SocketTimeoutException) {
            return !isSent() || answer == null
                    ? "no connection within " + limits.connection().toMillis() + " ms"
                    : "no answer within " + answer.toMillis() + " ms";
        }
        return reason(failure);
    }

    /** The words for a connection that was not made or broke. */
    static String reason(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "unknown host";
        }
        if (failure instanceof ConnectException && "Connection refused".equals(failure.getMessage())) {
            return "connection refused";
        }
        return failure.getMessage() == null ? "the connection failed" : failure.getMessage();
    }
}
