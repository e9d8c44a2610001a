package io.reeve.reportport.peer;

import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.FrameCodec;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A peer played by hand on plain sockets, which can misbehave in every way. */
final class RawPeer implements AutoCloseable {
    final ServerSocket server;
    final List<Socket> fillers = new ArrayList<>();

    RawPeer() {
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String report() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Takes one connection, hears its hello, and answers with this identity. */
    Socket accept(Identity identity) throws IOException {
        Socket socket = server.accept();
        read(socket);
        write(socket, Frame.Hello.of(Frame.MANAGER, identity));
        return socket;
    }

    /** Fills the queue of connections that wait to be accepted, so that the system drops further ones. */
    void fillBacklog() throws IOException {
        for (int i = 0; i < 8; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(server.getLocalSocketAddress(), 100);
            } catch (java.net.SocketTimeoutException full) {
                return;
            }
        }
        throw new IOException("the backlog of " + server + " never became full");
    }

    static Frame read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        try {
            return FrameCodec.read(body);
        } catch (NotOursException e) {
            throw new IOException(e);
        }
    }

    static void write(Socket socket, Frame frame) throws IOException {
        byte[] body = FrameCodec.write(frame);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    /** From now on connections are refused. */
    void refuse() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket filler : fillers) {
            filler.close();
        }
    }
}
