package io.reeve.http.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sends bytes that no proper client would send. */
public final class RawHttp {
    private RawHttp() {}

    /** A connection on which the text was sent. */
    public static Socket open(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    /** Sends the text and reads until the server closes. */
    public static String talk(int port, String text) {
        try (Socket socket = open(port, text)) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request that asks for the connection to be closed after it. */
    public static String request(int port, String... lines) {
        return talk(port, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }
}
