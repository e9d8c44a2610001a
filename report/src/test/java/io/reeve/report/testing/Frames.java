package io.reeve.report.testing;

import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameCodec;
import io.reeve.report.protocol.NotOursException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** The frames of the report protocol on a plain socket. */
public final class Frames {
    private Frames() {}

    /** Waits for the next frame. */
    public static Frame read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        try {
            return FrameCodec.read(body);
        } catch (NotOursException e) {
            throw new IOException(e);
        }
    }

    /**
     * Waits for the end of a connection, whichever it is: who closes one with something unread resets it.
     *
     * @return false if there was something else to read
     */
    public static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Sends a frame. */
    public static void write(Socket socket, Frame frame) throws IOException {
        byte[] body = FrameCodec.write(frame);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }
}
