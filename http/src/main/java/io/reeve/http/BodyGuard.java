package io.reeve.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.undertow.conduits.ChunkedStreamSourceConduit;
import io.undertow.conduits.ReadDataStreamSourceConduit;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The guard of a request's body, between the connection and whoever reads it.
 * <ul>
 * <li>It sends {@code 100 Continue} before the first read, to a client that asked for it. Undertow's own has a Content-Length.
 * <li>It refuses a chunked body whose framing is not that of the RFC: {@link ChunkFraming}.
 * <li>It bounds what is read after the response: a client that is still sending when the connection is closed loses the
 * response, and one that never ends must not hold the connection.
 * </ul>
 */
final class BodyGuard extends RawSource {
    /** The bounds of reading on after the response: altogether, and without a byte. */
    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final Duration LINGER_IDLE = Duration.ofSeconds(5);
    private static final long UNBOUNDED = -1;
    private static final int DISCARD_BYTES = 16 << 10;
    private static final AttachmentKey<Boolean> INSTALLED = AttachmentKey.create(Boolean.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final HttpServerExchange exchange;
    private final HttpServerConnection connection;
    private boolean asked;
    private volatile boolean discarding;
    private boolean ended;
    private volatile long lingersSince;
    private volatile long lastByte;

    private BodyGuard(HttpServerExchange exchange, StreamSourceConduit next) {
        super(next);
        this.exchange = exchange;
        this.connection = (HttpServerConnection) exchange.getConnection();
        this.asked = HttpContinue.requiresContinueResponse(exchange);
    }

    /**
     * Puts a guard before the body, if there is one and it has none yet. Call it before anything is read.
     *
     * @return what is wrong with the beginning of the body, which came with the head; null if nothing is
     */
    static @Nullable String install(HttpServerExchange exchange) {
        if (exchange.isRequestComplete() || exchange.getAttachment(INSTALLED) != null
                || !(exchange.getConnection() instanceof HttpServerConnection connection)) {
            return null;
        }
        exchange.putAttachment(INSTALLED, true);
        // whoever reads a body bounds it: Undertow closes the connection, so that the client never sees its 413
        exchange.setMaxEntitySize(UNBOUNDED);
        ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
        if (!exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            source.setConduit(new BodyGuard(exchange, source.getConduit()));
            return null;
        }
        ChunkFraming framing = new ChunkFraming();
        try {
            if (connection.getExtraBytes() != null) {
                framing.check(connection.getExtraBytes().getBuffer());
            }
        } catch (IOException e) { // what follows has no known end: it is only thrown away
            source.setConduit(new BodyGuard(exchange, connection.getOriginalSourceConduit()));
            return e.getMessage();
        }
        StreamSourceConduit checked = new ReadDataStreamSourceConduit(
                new Checked(connection.getOriginalSourceConduit(), framing, exchange), connection);
        source.setConduit(new BodyGuard(exchange,
                new ChunkedStreamSourceConduit(checked, exchange, body -> finished(exchange, body))));
        return null;
    }

    private static void finished(HttpServerExchange exchange, ChunkedStreamSourceConduit body) {
        if (!body.isFinished()) {
            exchange.setPersistent(false);
        }
        Connectors.terminateRequest(exchange);
    }

    /** The bytes from the connection, each checked once. */
    private static final class Checked extends RawSource {
        private final ChunkFraming framing;
        private final HttpServerExchange exchange;

        Checked(StreamSourceConduit next, ChunkFraming framing, HttpServerExchange exchange) {
            super(next);
            this.framing = framing;
            this.exchange = exchange;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            int from = to.position();
            int read = next.read(to);
            if (read > 0) {
                check(to.duplicate().flip().position(from));
            }
            return read;
        }

        private void check(ByteBuffer bytes) throws IOException {
            try {
                framing.check(bytes);
            } catch (IOException e) {
                if (!exchange.isResponseStarted()) { // Undertow closes the connection without a word
                    byte[] body = Answers.errorBody(400, RequestHead.malformed(e.getMessage()));
                    write(exchange,
                            ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII),
                            body);
                }
                throw e;
            }
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (discarding) {
            return 0;
        }
        sendContinue();
        int read = next.read(to);
        if (exchange.isResponseComplete()) {
            linger(read);
        }
        return read;
    }

    @Override
    public void resumeReads() {
        sendContinueOrClose();
        super.resumeReads();
    }

    @Override
    public void wakeupReads() {
        sendContinueOrClose();
        super.wakeupReads();
    }

    @Override
    public void awaitReadable() throws IOException {
        sendContinue();
        super.awaitReadable();
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) throws IOException {
        sendContinue();
        super.awaitReadable(time, unit);
    }

    private void sendContinueOrClose() {
        try {
            sendContinue();
        } catch (IOException e) {
            IoUtils.safeClose(connection);
        }
    }

    private void sendContinue() throws IOException {
        if (asked && !exchange.isResponseStarted()) {
            asked = false;
            write(exchange, CONTINUE);
        }
    }

    /** Writes beside Undertow, before it has begun to. A few bytes always fit: the response before this one was flushed. */
    private static void write(HttpServerExchange exchange, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            if (((HttpServerConnection) exchange.getConnection()).getOriginalSinkConduit()
                    .write(ByteBuffer.wrap(part)) < part.length) {
                throw new IOException("the client takes nothing");
            }
        }
    }

    private void linger(int read) {
        if (lingersSince == 0) {
            lingersSince = System.nanoTime();
            lastByte = lingersSince;
            watch();
        }
        if (read > 0) {
            lastByte = System.nanoTime();
        }
    }

    private void watch() {
        exchange.getIoThread().executeAfter(() -> {
            if (exchange.isRequestComplete()) {
                return;
            }
            long now = System.nanoTime();
            if (now - lingersSince > LINGER.toNanos() || now - lastByte > LINGER_IDLE.toNanos()) {
                endLingering();
            } else {
                watch();
            }
        }, LINGER_IDLE.toMillis() / 10, TimeUnit.MILLISECONDS);
    }

    /**
     * Reads on without the body's reader, who has had enough, instead of ending the request at once. Undertow asks for that
     * before it closes a connection that is not kept.
     */
    @Override
    public void terminateReads() throws IOException {
        if (exchange.isRequestComplete() || ended || !connection.isOpen()) {
            super.terminateReads();
        } else if (!discarding) {
            discarding = true;
            linger(0);
            connection.getIoThread().execute(this::discard);
        }
    }

    private void discard() {
        StreamSourceConduit raw = connection.getOriginalSourceConduit();
        ByteBuffer scratch = ByteBuffer.allocate(DISCARD_BYTES);
        raw.setReadReadyHandler(new ReadReadyHandler() {
            @Override
            public void readReady() {
                try {
                    int read = raw.read(scratch.clear());
                    if (read < 0) {
                        endLingering();
                    } else {
                        linger(read);
                    }
                } catch (IOException e) {
                    endLingering();
                }
            }

            @Override
            public void forceTermination() {
                endLingering();
            }

            @Override
            public void terminated() {
                endLingering();
            }
        });
        raw.resumeReads();
    }

    private void endLingering() {
        if (!ended) {
            ended = true;
            IoUtils.safeClose(connection);
            try {
                terminateReads();
            } catch (IOException e) {
                Connectors.terminateRequest(exchange);
            }
        }
    }
}
