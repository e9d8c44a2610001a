package io.reeve.http.pages;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/** The body of a module's request. One thread at a time reads it; it ends with the exchange. */
final class ModuleRequestStream extends InputStream {
    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean over;
    private volatile String slowness = "";

    ModuleRequestStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            check();
            return in.read(bytes, offset, length);
        } catch (Patience.SlowClientException e) {
            slowness = String.valueOf(e.getMessage());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() throws IOException {
        lock.lock();
        try {
            check();
            return in.available();
        } finally {
            lock.unlock();
        }
    }

    /** The reason why the client is too slow, after a read has failed by that; empty before. */
    String slowness() {
        return slowness;
    }

    /** Closes the stream without waiting for the rest of the body. */
    @Override
    public void close() {
        over = true;
    }

    /** Takes the stream away from the module. Returns false if a thread is inside it. */
    boolean end() {
        over = true;
        if (!lock.tryLock()) {
            return false;
        }
        lock.unlock();
        return true;
    }

    private void check() throws IOException {
        if (over) {
            throw new IOException("the request's body is closed");
        }
    }
}
