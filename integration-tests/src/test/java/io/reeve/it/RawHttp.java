package io.reeve.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no proper client would send. */
final class RawHttp {
    private RawHttp() {}

    /** Sends the text and reads until the other side closes. */
    static String talk(int port, String text) throws IOException {
        try (Socket socket = open(port, text)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A connection on which the text was sent. */
    static Socket open(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** One request that asks for the connection to be closed after it. */
    static String request(int port, String... lines) throws IOException {
        return talk(port, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }
}
