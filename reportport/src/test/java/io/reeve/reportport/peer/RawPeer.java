package io.reeve.reportport.peer;

import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
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
        Frames.read(socket);
        Frames.write(socket, Frame.Hello.of(Frame.MANAGER, identity));
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
