package io.reeve.it;

import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameCodec;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** A daemon's session at the report port of the active manager, played by hand to see what it is told. */
final class ReportingDaemon implements AutoCloseable {
    private static final int MILLIS = 20_000;
    private final Socket socket;

    ReportingDaemon(TestCluster.Node active, String type, String id) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), active.reportPort());
        socket.setSoTimeout(MILLIS);
        write(Frame.Hello.of(Frame.DAEMON, new Identity(type + "." + id, 1, "", "", 0)));
        Where _ = await(Where.class);
        write(new Open(type, id, true, Map.of()));
    }

    /** The next word of how to report. */
    Configure awaitConfigure() throws IOException {
        return await(Configure.class);
    }

    private <T extends Frame> T await(Class<T> kind) throws IOException {
        while (true) {
            Frame frame = read();
            if (kind.isInstance(frame)) {
                return kind.cast(frame);
            }
        }
    }

    private Frame read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        try {
            return FrameCodec.read(body);
        } catch (NotOursException e) {
            throw new IOException(e);
        }
    }

    private void write(Frame frame) throws IOException {
        byte[] body = FrameCodec.write(frame);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
