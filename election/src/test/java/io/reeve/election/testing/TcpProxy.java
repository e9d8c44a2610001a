package io.reeve.election.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A way to a TCP server on this host that can be cut, either as a network is cut, where nobody is told, or with an end
 * to every connection.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final IntSupplier target;
    private final Pump pump;
    private State state = State.OPEN;

    private enum State {
        OPEN, SILENT, DROPPED
    }

    /** The copying of one direction of a connection, until one side ends. */
    @FunctionalInterface
    interface Pump {
        /** @param up whether the bytes go to the server */
        void copy(InputStream from, OutputStream to, boolean up) throws IOException;
    }

    /** A proxy that is open. */
    public TcpProxy(int target) throws IOException {
        this(() -> target, null);
    }

    /** A proxy that is open, and asks for the port of the server with each connection, as a load balancer chooses one. */
    public TcpProxy(IntSupplier target) throws IOException {
        this(target, null);
    }

    /** A proxy whose bytes are copied by {@code pump}; null for as they are. */
    TcpProxy(int target, @Nullable Pump pump) throws IOException {
        this(() -> target, pump);
    }

    private TcpProxy(IntSupplier target, @Nullable Pump pump) throws IOException {
        this.target = target;
        this.pump = pump == null ? this::copy : pump;
        Thread.ofPlatform().daemon().name("proxy-" + port()).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Its {@code HOST:PORT}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /**
     * From now on no byte gets through, in neither direction, and no connection ends. What was under way arrives when it
     * is mended, as TCP sends again what was lost.
     */
    public void silence() {
        become(State.SILENT);
    }

    /** Ends all connections and, from now on, every new one. */
    public void drop() {
        become(State.DROPPED);
        sockets.forEach(this::end);
    }

    /** Resets all connections, and refuses every new one, as a firewall does that rejects. For good. */
    public void reset() throws IOException {
        listener.close();
        become(State.DROPPED);
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It has ended already.
            }
            end(socket);
        }
    }

    /** How many connections it has at present. */
    public int connections() {
        return sockets.size() / 2;
    }

    /** Lets everything through again. */
    public void mend() {
        become(State.OPEN);
    }

    private void become(State now) {
        lock.lock();
        try {
            state = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                sockets.add(near);
                Thread.ofVirtual().name("proxy-connection").start(() -> connect(near));
            }
        } catch (IOException e) {
            drop();
        }
    }

    private void connect(Socket near) {
        if (!awaitOpen()) {
            end(near);
            return;
        }
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread.ofVirtual().name("proxy-down").start(() -> pump(far, near, false));
            pump(near, far, true);
        } catch (IOException e) {
            end(near);
        }
    }

    /** Copies until one side ends, then ends the other, as soon as that may be seen. */
    private void pump(Socket from, Socket to, boolean up) {
        try {
            pump.copy(from.getInputStream(), to.getOutputStream(), up);
        } catch (IOException e) {
            // One side is gone: the other goes below.
        }
        awaitOpen();
        end(from);
        end(to);
    }

    private void copy(InputStream from, OutputStream to, boolean up) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            if (!awaitOpen()) {
                return;
            }
            to.write(buffer, 0, n);
        }
    }

    /** Waits while it is silent, and returns whether anything may get through. */
    private boolean awaitOpen() {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.awaitUninterruptibly();
            }
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        drop();
    }
}
