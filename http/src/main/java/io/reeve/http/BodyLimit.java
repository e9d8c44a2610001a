package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** The largest body of a request that is streamed to a module, or through a standby to the active. */
public final class BodyLimit {
    private static final AttachmentKey<Boolean> EXCEEDED = AttachmentKey.create(Boolean.class);
    private static final AttachmentKey<Long> LIMIT = AttachmentKey.create(Long.class);

    private BodyLimit() {}

    /** Sets the limit for a request, if it has a body. */
    public static void set(HttpServerExchange exchange, long bytes) {
        if (!exchange.isRequestComplete()) {
            exchange.putAttachment(LIMIT, bytes);
        }
    }

    /**
     * Answers 413 to a request that announces a larger body than {@link #set} allows. One that announces none is watched:
     * {@link #isExceeded} tells. Returns whether it answered.
     */
    public static boolean refuse(HttpServerExchange exchange) {
        Long most = exchange.getAttachment(LIMIT);
        if (most == null) {
            return false;
        }
        if (exchange.getRequestContentLength() > most) {
            RequestBody.read(exchange, 0, _ -> answer(exchange));
            return true;
        }
        if (exchange.getRequestContentLength() < 0) {
            exchange.addRequestWrapper((factory, on) -> new Watched(factory.create(), on));
        }
        return false;
    }

    /** Whether the body has turned out to be too large: reading it has failed with an exception. */
    public static boolean isExceeded(HttpServerExchange exchange) {
        return exchange.getAttachment(EXCEEDED) != null;
    }

    /** Answers 413. */
    public static void answer(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        Answers.error(exchange, 413, "the body is larger than " + exchange.getAttachment(LIMIT)
                + " bytes: send less, or raise --max-body of the managers");
    }

    /** A body whose reading fails once when it is too large; what then comes can be read and dropped. */
    private static final class Watched extends AbstractStreamSourceConduit<StreamSourceConduit> {
        private final HttpServerExchange exchange;
        private long seen;

        Watched(StreamSourceConduit next, HttpServerExchange exchange) {
            super(next);
            this.exchange = exchange;
        }

        private interface ReadCall {
            long read() throws IOException;
        }

        private long counting(ReadCall reading) throws IOException {
            long read = reading.read();
            seen += Math.max(0, read);
            Long most = exchange.getAttachment(LIMIT);
            if (most != null && seen > most && !isExceeded(exchange)) {
                exchange.putAttachment(EXCEEDED, true);
                throw new IOException("the request's body is larger than " + most + " bytes");
            }
            return read;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return (int) counting(() -> next.read(into));
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) throws IOException {
            return counting(() -> next.read(into, offset, length));
        }

        @Override
        public long transferTo(long position, long count, FileChannel target) throws IOException {
            return counting(() -> next.transferTo(position, count, target));
        }

        @Override
        public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
            return counting(() -> next.transferTo(count, through, target));
        }
    }
}
