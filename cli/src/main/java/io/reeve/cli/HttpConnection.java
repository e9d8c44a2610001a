package io.reeve.cli;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server for one request and its answer. One thread connects, sends and reads; any thread may close it, which
 * ends what that thread does.
 *
 * <p>It speaks just enough HTTP/1.1. Each HTTP client of the JDK takes longer to load than all the rest of a short command.
 */
final class HttpConnection implements Closeable {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final URI to;
    private final String host;
    // Without SOCKS, which is looked up in the JDK's settings for each connection.
    private final Socket plain = new Socket(Proxy.NO_PROXY);
    private Socket socket = plain;
    private @Nullable Duration limit;
    private long sentNanos;

    /** @throws IllegalArgumentException if it is not the URL of an HTTP server */
    HttpConnection(URI to) {
        this.to = to;
        boolean known = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
        host = ClientUrl.of(to)
                .filter(_ -> known)
                .orElseThrow(() -> new IllegalArgumentException("not a URL of an HTTP server"));
    }

    /**
     * Connects, with the TLS handshake if the URL says so.
     *
     * @throws IOException also when that takes longer than the limit, as {@link SocketTimeoutException}
     */
    void connect(Duration longest) throws IOException {
        boolean tls = "https".equals(to.getScheme());
        int port = ClientUrl.port(to);
        InetAddress address = InetAddress.getByName(host);
        plain.connect(new InetSocketAddress(address, port >= 0 ? port : tls ? HTTPS : HTTP), millis(longest));
        if (tls) {
            plain.setSoTimeout(millis(longest));
            // A name that URIs do not know is none for certificates either: those name the address.
            socket = TlsSocket.over(plain, to.getHost() == null ? address.getHostAddress() : bare(host));
        }
        plain.setTcpNoDelay(true);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int millis(Duration time) {
        return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
    }

    /**
     * Sends a request.
     *
     * @param accept the type of the answer
     * @param json   what to post; null for a GET request
     * @param longest the longest wait for the whole answer; null for any time
     */
    void send(String accept, byte @Nullable [] json, @Nullable Duration longest) throws IOException {
        limit = longest;
        sentNanos = System.nanoTime();
        String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        StringBuilder head = new StringBuilder(json == null ? "GET " : "POST ").append(path);
        if (to.getRawQuery() != null) {
            head.append('?').append(to.getRawQuery());
        }
        String authority = to.getRawAuthority();
        head.append(" HTTP/1.1\r\nHost: ")
                .append(authority, authority.lastIndexOf('@') + 1, authority.length())
                .append("\r\nAccept: ")
                .append(accept)
                .append("\r\nConnection: close\r\n");
        if (json != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ").append(json.length).append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
        if (json != null) {
            socket.getOutputStream().write(json);
        }
    }

    /** The bytes of the answer. Reading fails with {@link SocketTimeoutException} when the time for the answer is over. */
    InputStream answer() throws IOException {
        return new BufferedInputStream(new TimedInput(socket.getInputStream()));
    }

    /** Lets the rest of the answer take any time. */
    void unlimit() throws IOException {
        limit = null;
        socket.setSoTimeout(0);
    }

    @Override
    public void close() {
        try {
            plain.close(); // not the TLS socket, which would wait for the thread that reads
        } catch (IOException _) {
            // It is closed all the same.
        }
    }

    /** An input of which each byte has only the time that is left. */
    private final class TimedInput extends InputStream {
        private final InputStream in;

        TimedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Duration longest = limit;
            int left = 0;
            if (longest != null) {
                left = millis(longest.minusNanos(System.nanoTime() - sentNanos));
                if (System.nanoTime() - sentNanos >= longest.toNanos()) {
                    throw new SocketTimeoutException("the time is over");
                }
            }
            socket.setSoTimeout(left);
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() {
            HttpConnection.this.close();
        }
    }
}
