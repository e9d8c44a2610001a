package io.reeve.election.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A wire between a client and ZooKeeper that can be hurt. It knows where ZooKeeper's frames begin and end. */
public final class ZooKeeperWire implements AutoCloseable {
    private static final int MOST = 4 << 20;
    private static final int MULTI = 14;
    private final TcpProxy proxy;
    private volatile Fault fault = Fault.NONE;
    private boolean closed;

    /** What goes wrong. */
    public enum Fault {
        NONE,
        /** Nothing gets through, and nobody is told. What was sent meanwhile arrives afterwards. */
        SILENT,
        /** The next transaction reaches the server, then the connection breaks without its answer. */
        LOSE_REPLY_OF_NEXT_MULTI,
        /** The connection breaks in front of the next transaction. */
        LOSE_NEXT_MULTI,
        /** As {@link #LOSE_REPLY_OF_NEXT_MULTI}, waiting for the server's answer. */
        BROKEN
    }

    public ZooKeeperWire(int serverPort) throws IOException {
        proxy = new TcpProxy(serverPort, this::copy);
    }

    public String address() {
        return proxy.address();
    }

    public synchronized void set(Fault now) {
        fault = now;
        notifyAll();
    }

    /** Waits while nothing passes. A frame is late then, and not lost: TCP loses none without an end of the connection. */
    private synchronized void awaitSound() throws InterruptedIOException {
        try {
            while (fault == Fault.SILENT && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    public Fault fault() {
        return fault;
    }

    private void copy(InputStream from, OutputStream to, boolean up) throws IOException {
        var in = new DataInputStream(from);
        boolean first = true;
        while (true) {
            int length = in.readInt();
            if (length < 0 || length > MOST) {
                return; // a word of four letters, or TLS
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            boolean multi = up && !first && ByteBuffer.wrap(frame).getInt(4) == MULTI;
            first = false;
            if (!pass(to, frame, multi, up)) {
                return;
            }
        }
    }

    private boolean pass(OutputStream out, byte[] frame, boolean multi, boolean up) throws IOException {
        awaitSound();
        switch (fault) {
            case NONE, SILENT -> send(out, frame);
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

    private static void send(OutputStream out, byte[] frame) throws IOException {
        byte[] whole = ByteBuffer.allocate(frame.length + 4).putInt(frame.length).put(frame).array();
        out.write(whole);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
