package io.reeve.http.pages;

import io.reeve.http.RequestBody;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Blocking streams over the channels of an exchange, with a timeout. Undertow's own streams let a client that stops sending
 * or receiving hold a thread for as long as it likes.
 */
public final class ChannelStreams {
    private static final int BUFFER = 8 << 10;
    private static final String NOTHING_TAKEN = "the client has not taken anything for ";

    private ChannelStreams() {}

    /**
     * The body of the request. Not for an I/O thread.
     *
     * @param stall the longest time without a byte from the client
     */
    static InputStream in(HttpServerExchange exchange, Duration stall) {
        return new In(exchange, stall);
    }

    /**
     * The body of the response; closing it ends the response. If its length is not known, the client can tell a connection that
     * broke off from that end: by the last chunk, or over HTTP/1.0 by a reset of the connection. Not for an I/O thread.
     *
     * @param stall the longest time in which the client takes nothing
     */
    public static OutputStream out(HttpServerExchange exchange, Duration stall) {
        return out(exchange, new Patience(stall, NOTHING_TAKEN));
    }

    /**
     * The body of the response, for a client of which more is asked than of others: see {@link #out(HttpServerExchange, Duration)}.
     *
     * @param grace the time of waiting for the client that is not measured by the rate
     * @param rate  the least rate at which the client takes the whole, in bytes per second of waiting for it
     */
    public static OutputStream out(HttpServerExchange exchange, Duration stall, Duration grace, long rate) {
        return out(exchange, new Patience(stall, grace, rate, NOTHING_TAKEN));
    }

    private static OutputStream out(HttpServerExchange exchange, Patience patience) {
        return new BufferedOutputStream(new Out(exchange, patience), BUFFER);
    }

    private static final class In extends InputStream {
        private final HttpServerExchange exchange;
        private final Patience patience;
        private @Nullable StreamSourceChannel channel;

        In(HttpServerExchange exchange, Duration stall) {
            this.exchange = exchange;
            this.patience = new Patience(stall, "the client has not sent anything for ");
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            StreamSourceChannel open = open();
            ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
            int[] read = {open.read(into)};
            if (read[0] == 0) {
                patience.await(nanos -> {
                    open.awaitReadable(nanos, TimeUnit.NANOSECONDS);
                    read[0] = open.read(into);
                    return read[0] != 0;
                });
            }
            patience.moved(Math.max(0, read[0]));
            return read[0];
        }

        private StreamSourceChannel open() throws IOException {
            if (channel == null) {
                RequestBody.prepare(exchange);
                channel = exchange.getRequestChannel();
                if (channel == null) {
                    throw new IOException("the request's body was already taken");
                }
            }
            return channel;
        }
    }

    private static final class Out extends OutputStream {
        private final HttpServerExchange exchange;
        private final Patience patience;
        private @Nullable StreamSinkChannel channel;
        /** Whether the end of the connection is that of the body. */
        private boolean endsWithConnection;
        /** Whether the client did not take something: then there is no orderly end. */
        private boolean broken;

        Out(HttpServerExchange exchange, Patience patience) {
            this.exchange = exchange;
            this.patience = patience;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            StreamSinkChannel open = open();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            broken = true; // until it is taken, whatever is thrown
            while (buffer.hasRemaining()) {
                int[] written = {open.write(buffer)};
                if (written[0] == 0) {
                    patience.await(nanos -> {
                        open.awaitWritable(nanos, TimeUnit.NANOSECONDS);
                        written[0] = open.write(buffer);
                        return written[0] != 0;
                    });
                }
                patience.moved(written[0]);
            }
            broken = false;
        }

        @Override
        public void flush() throws IOException {
            StreamSinkChannel open = open();
            if (!open.flush()) {
                patience.await(nanos -> {
                    open.awaitWritable(nanos, TimeUnit.NANOSECONDS);
                    return open.flush();
                });
            }
        }

        @Override
        public void close() throws IOException {
            if (broken) { // a buffer in front closes also what it could not flush into
                throw new IOException("the client has not taken what was written before");
            }
            StreamSinkChannel open = open();
            if (endsWithConnection) {
                flush();
                exchange.getConnection().setOption(Options.CLOSE_ABORT, false);
            }
            open.shutdownWrites();
            flush();
        }

        private StreamSinkChannel open() throws IOException {
            if (channel == null) {
                if (hasUnknownLength(exchange)) {
                    markEnd();
                }
                channel = exchange.getResponseChannel();
                if (channel == null) {
                    throw new IOException("the response was already begun");
                }
            }
            return channel;
        }

        private void markEnd() throws IOException {
            if (exchange.isHttp11()) { // Undertow does so by itself, except where the connection ends with the response
                exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
            } else {
                endsWithConnection = true;
                exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
            }
        }

        private static boolean hasUnknownLength(HttpServerExchange exchange) {
            int status = exchange.getStatusCode();
            return status != StatusCodes.NO_CONTENT && status != StatusCodes.NOT_MODIFIED
                    && !exchange.getRequestMethod().equals(Methods.HEAD)
                    && !exchange.getResponseHeaders().contains(Headers.CONTENT_LENGTH);
        }
    }
}
