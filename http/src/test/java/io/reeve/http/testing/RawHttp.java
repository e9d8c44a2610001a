package io.reeve.http.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends bytes that no proper client would send. */
public final class RawHttp {
    private RawHttp() {}

    /** A connection on which the text was sent. */
    public static Socket open(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    /** Sends the text and reads until the server closes; a server that closes with something unread resets the connection. */
    public static String talk(int port, String text) {
        try (Socket socket = open(port, text)) {
            return new String(answer(socket.getInputStream()), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] answer(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (SocketException reset) {
            if (read.size() == 0) {
                throw reset;
            }
        }
        return read.toByteArray();
    }

    /** One request that asks for the connection to be closed after it. */
    public static String request(int port, String... lines) {
        return talk(port, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
    }
}
