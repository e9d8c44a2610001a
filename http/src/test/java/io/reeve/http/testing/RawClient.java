package io.reeve.http.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A connection on which a test sends what no proper client would. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    /** One answer. */
    public record Answer(String statusLine, List<String> headers, String body) {
        public int status() {
            return Integer.parseInt(statusLine.split(" ")[1]);
        }

        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    public RawClient(int port) throws IOException {
        socket = RawHttp.open(port, "");
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** Sends one request on a connection of its own, {@code \r\n} after each line. */
    public static Answer ask(int port, String... lines) {
        try (RawClient client = new RawClient(port)) {
            return client.request(lines).answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends these lines and an empty one. */
    public RawClient request(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** One line; empty at the end of the headers; null at the end of the stream. */
    public String line() throws IOException {
        return in.readLine();
    }

    /** So many characters, each a byte. */
    public String chars(int count) throws IOException {
        char[] chars = new char[count];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) in.read();
        }
        return new String(chars);
    }

    public Answer answer() throws IOException {
        return answer(true);
    }

    /** Reads an answer; that to a HEAD has no body whatever its length says. */
    public Answer answer(boolean withBody) throws IOException {
        String status = in.readLine();
        if (status == null) {
            throw new IOException("connection closed without an answer");
        }
        List<String> headers = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            headers.add(line);
        }
        Answer head = new Answer(status, headers, "");
        int length = withBody ? head.header("Content-Length").map(Integer::parseInt).orElse(0) : 0;
        char[] body = new char[length];
        int read = 0;
        while (read < length) {
            int n = in.read(body, read, length - read);
            if (n < 0) {
                throw new IOException("connection closed within the body");
            }
            read += n;
        }
        return new Answer(status, headers, new String(body));
    }

    /** Whether the server ends the connection now, instead of sending more. */
    public boolean ended() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
