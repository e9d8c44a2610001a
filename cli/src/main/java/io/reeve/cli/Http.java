package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of the command line, for all its requests. It returns failures as values, since a retry depends on whether
 * the request was sent, and follows no redirects. Each request has a connection and a thread of its own.
 */
final class Http implements AutoCloseable {
    /** What an answer of 64 MiB, the managers' limit, takes at most as JSON: six bytes for each of its bytes. */
    private static final int LARGEST_ANSWER = 400 << 20;

    private final Duration silence;
    private final int largestAnswer;
    private final Set<HttpCall> calls = ConcurrentHashMap.newKeySet();

    Http(Duration silence) {
        this(silence, LARGEST_ANSWER);
    }

    /**
     * Makes a client.
     *
     * @param silence       the longest wait for a connection, and for an answer that a live manager gives at once
     * @param largestAnswer the size in bytes of the largest body of an answer that is taken
     */
    Http(Duration silence, int largestAnswer) {
        this.silence = silence;
        this.largestAnswer = largestAnswer;
    }

    /** Sends a GET request that a live manager answers at once. */
    HttpCall get(URI uri) {
        return get(uri, _ -> {});
    }

    /**
     * Sends a GET request that a live manager answers at once.
     *
     * @param then what is told of the outcome, in whatever thread
     */
    HttpCall get(URI uri, Consumer<HttpOutcome> then) {
        return start(uri, null, silence, then);
    }

    /**
     * Posts JSON.
     *
     * @param limit the longest wait for an answer; null for any time
     */
    HttpCall post(URI uri, byte[] json, @Nullable Duration limit) {
        return start(uri, json, limit, _ -> {});
    }

    /** A download that has begun. Any thread may close the body, which ends the reading of another. */
    record Download(int code, String pause, InputStream body) {}

    /**
     * Begins to download. Blocks until the answer begins; its body may take any time.
     *
     * @param limit the longest wait for that
     * @throws IOException if there is none; the message says why
     */
    Download download(URI uri, Duration limit) throws IOException {
        prepare(uri);
        HttpConnection connection = new HttpConnection(uri);
        Duration waited = silence;
        try {
            connection.connect(silence);
            waited = limit;
            connection.send("application/zip", null, limit);
            HttpAnswer answer = HttpAnswer.read(connection.answer());
            connection.unlimit();
            return new Download(answer.code(), answer.pause(), answer.body());
        } catch (SocketTimeoutException e) {
            connection.close();
            throw new IOException("no answer within " + waited.toMillis() + " ms", e);
        } catch (IOException e) {
            connection.close();
            throw new IOException(HttpCall.reason(e), e);
        }
    }

    private HttpCall start(URI uri, byte @Nullable [] json, @Nullable Duration limit, Consumer<HttpOutcome> then) {
        prepare(uri);
        HttpCall call = new HttpCall(uri, json, new HttpCall.Limits(silence, limit, largestAnswer), ended -> {
            calls.remove(ended);
            then.accept(ended.outcome());
        });
        calls.add(call);
        call.start();
        return call;
    }

    private static void prepare(URI uri) {
        if ("https".equals(uri.getScheme())) {
            TlsSocket.prepare();
        }
    }

    /** Gives up what is not answered. */
    @Override
    public void close() {
        calls.forEach(call -> call.giveUp("the command line ends"));
    }
}
