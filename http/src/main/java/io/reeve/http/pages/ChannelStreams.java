package io.reeve.http.pages;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Blocking streams over the channels of an exchange, with a timeout. Undertow's own streams let a client that stops sending
 * or receiving hold a thread for as long as it likes.
 */
final class ChannelStreams {
    private static final int BUFFER = 8 << 10;

    private ChannelStreams() {}

    /**
     * The body of the request. Not for an I/O thread.
     *
     * @param stall the longest time without a byte from the client
     */
    static InputStream in(HttpServerExchange exchange, Duration stall) {
        return new In(exchange, stall, null);
    }

    /** The rest of a stream of {@link #in}, with another stall. */
    static InputStream withStall(InputStream in, Duration stall) {
        return in instanceof In some ? new In(some.exchange, stall, some.channel) : in;
    }

    /** The body of the response; closing it ends the response. Not for an I/O thread. */
    static OutputStream out(HttpServerExchange exchange, Duration stall) {
        return new BufferedOutputStream(new Out(exchange, stall), BUFFER);
    }

    private static final class In extends InputStream {
        private final HttpServerExchange exchange;
        private final Duration stall;
        private @Nullable StreamSourceChannel channel;

        In(HttpServerExchange exchange, Duration stall, @Nullable StreamSourceChannel channel) {
            this.exchange = exchange;
            this.stall = stall;
            this.channel = channel;
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
            long until = System.nanoTime() + stall.toNanos();
            int read = open.read(ByteBuffer.wrap(bytes, offset, length));
            while (read == 0) {
                open.awaitReadable(left(until, "the client has not sent anything for ", stall), TimeUnit.NANOSECONDS);
                read = open.read(ByteBuffer.wrap(bytes, offset, length));
            }
            return read;
        }

        private StreamSourceChannel open() throws IOException {
            if (channel == null) {
                if (HttpContinue.requiresContinueResponse(exchange)) {
                    HttpContinue.sendContinueResponseBlocking(exchange);
                }
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
        private final Duration stall;
        private @Nullable StreamSinkChannel channel;

        Out(HttpServerExchange exchange, Duration stall) {
            this.exchange = exchange;
            this.stall = stall;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            StreamSinkChannel open = open();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            long until = System.nanoTime() + stall.toNanos();
            while (buffer.hasRemaining()) {
                if (open.write(buffer) == 0) {
                    await(open, until);
                } else {
                    until = System.nanoTime() + stall.toNanos();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            StreamSinkChannel open = open();
            long until = System.nanoTime() + stall.toNanos();
            while (!open.flush()) {
                await(open, until);
            }
        }

        @Override
        public void close() throws IOException {
            open().shutdownWrites();
            flush();
        }

        private void await(StreamSinkChannel open, long until) throws IOException {
            open.awaitWritable(left(until, "the client has not taken anything for ", stall), TimeUnit.NANOSECONDS);
        }

        private StreamSinkChannel open() throws IOException {
            if (channel == null) {
                channel = exchange.getResponseChannel();
                if (channel == null) {
                    throw new IOException("the response was already begun");
                }
            }
            return channel;
        }
    }

    private static long left(long until, String what, Duration stall) throws IOException {
        long left = until - System.nanoTime();
        if (left <= 0) {
            throw new IOException(what + stall.toMillis() + " ms");
        }
        return left;
    }
}
