package io.reeve.it;

import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** A daemon's session at the report port of the active manager, played by hand to see what it is told. */
final class RawDaemon implements AutoCloseable {
    private static final int MILLIS = 20_000;
    private final Socket socket;

    RawDaemon(TestCluster.Node active, String type, String id) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), active.reportPort());
        socket.setSoTimeout(MILLIS);
        Frames.write(socket, Frame.Hello.of(Frame.DAEMON, new Identity(type + "." + id, 1, "", "", 0)));
        Where _ = await(Where.class);
        Frames.write(socket, new Open(type, id, true, Map.of()));
    }

    /** The next word of how to report. */
    Configure awaitConfigure() throws IOException {
        return await(Configure.class);
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
