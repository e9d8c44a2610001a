package io.reeve.election.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between a client and ZooKeeper that can be hurt. It knows where ZooKeeper's frames begin and end. */
public final class Wire implements AutoCloseable {
    private static final int MULTI = 14;
    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /** What goes wrong. */
    public enum Fault {
        NONE,
        /** Nothing gets through, and nobody is told. */
        SILENT,
        /** The next transaction reaches the server, then the connection breaks without its answer. */
        LOSE_REPLY_OF_NEXT_MULTI,
        /** The connection breaks in front of the next transaction. */
        LOSE_NEXT_MULTI,
        /** As {@link #LOSE_REPLY_OF_NEXT_MULTI}, waiting for the server's answer. */
        BROKEN
    }

    public Wire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public void set(Fault now) {
        fault = now;
    }

    public Fault fault() {
        return fault;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().name("wire-up").start(() -> pump(client, server, true));
                Thread.ofVirtual().name("wire-down").start(() -> pump(server, client, false));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                Thread.ofVirtual().name("wire").start(this::accept);
            }
        }
    }

    private void pump(Socket from, Socket to, boolean up) {
        try (from; to) {
            var in = new DataInputStream(from.getInputStream());
            var out = new DataOutputStream(to.getOutputStream());
            boolean first = true;
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                boolean multi = up && !first && ByteBuffer.wrap(frame).getInt(4) == MULTI;
                first = false;
                if (!pass(out, frame, multi, up)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other end is gone: so is this one.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean pass(DataOutputStream out, byte[] frame, boolean multi, boolean up) throws IOException {
        switch (fault) {
            case NONE -> send(out, frame);
            case SILENT -> {
            }
            case LOSE_NEXT_MULTI -> {
                if (multi) {
                    fault = Fault.NONE;
                    return false;
                }
                send(out, frame);
            }
            case LOSE_REPLY_OF_NEXT_MULTI -> {
                send(out, frame);
                if (multi) {
                    fault = Fault.BROKEN;
                }
            }
            case BROKEN -> {
                if (!up) {
                    fault = Fault.NONE;
                    return false;
                }
                send(out, frame);
            }
        }
        return true;
    }

    private static void send(DataOutputStream out, byte[] frame) throws IOException {
        byte[] whole = ByteBuffer.allocate(frame.length + 4).putInt(frame.length).put(frame).array();
        out.write(whole);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
