package io.reeve.it;

import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;

/** A daemon's session at the report port of the active manager, played by hand to see what it is told. */
final class RawDaemon implements AutoCloseable {
    private static final int MILLIS = 60_000;
    private final Socket socket;

    RawDaemon(TestCluster.Node active, String type, String id) throws IOException {
        this(active, type, id, Map.of());
    }

    RawDaemon(TestCluster.Node active, String type, String id, Map<String, String> metadata) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), active.reportPort());
        socket.setSoTimeout(MILLIS);
        Frames.write(socket, Frame.Hello.of(Frame.DAEMON, new Identity(type + "." + id, 1, "", "", 0)));
        Where _ = await(Where.class);
        Frames.write(socket, new Open(type, id, true, metadata));
    }

    /** The next word of how to report. */
    Configure awaitConfigure() throws IOException {
        return await(Configure.class);
    }

    /** Asks for a sign of life; fails if the session has ended. */
    void ping() throws IOException {
        Frames.write(socket, new Frame.Ping(1, 0));
        Frame.Pong _ = await(Frame.Pong.class);
    }

    /** Begins a frame and sends a part of it. */
    void sendHalf(int length, int sent) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(length);
        out.write(new byte[sent]);
        out.flush();
    }

    /** Whether the manager has ended the session; what it has sent before is skipped. */
    boolean hasEnded() throws IOException {
        socket.setSoTimeout(50);
        try {
            while (!(Frames.read(socket) instanceof Frame.Failure)) {
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException ended) {
            return true;
        }
    }

    private <T extends Frame> T await(Class<T> kind) throws IOException {
        while (true) {
            Frame frame = Frames.read(socket);
            if (kind.isInstance(frame)) {
                return kind.cast(frame);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
