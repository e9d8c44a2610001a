package io.reeve.http.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A buffer of text on its way to a client. It remembers when the client did not take something. One thread. */
final class LineBuffer extends OutputStream {
    private static final int SIZE = 16 << 10;
    private static final double EXACT = 1e15;
    /** The digits of the longest number. */
    private static final int DIGITS = 20;

    private final byte[] buffer = new byte[SIZE];
    private final byte[] digits = new byte[DIGITS];
    private final OutputStream out;
    private int used;
    private volatile boolean broken;

    LineBuffer(OutputStream out) {
        this.out = out;
    }

    /** Whether the client did not take something: what it has is not whole. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public void write(int b) throws IOException {
        room(1);
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            room(1);
            int part = Math.min(length - done, SIZE - used);
            System.arraycopy(bytes, offset + done, buffer, used, part);
            used += part;
            done += part;
        }
    }

    /** Writes text as UTF-8. */
    void text(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a whole number. */
    void number(long value) throws IOException {
        if (value == Long.MIN_VALUE) {
            text(Long.toString(value));
            return;
        }
        if (value < 0) {
            write('-');
        }
        long rest = Math.abs(value);
        int at = DIGITS;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        write(digits, at, DIGITS - at);
    }

    /** Writes a number as Prometheus reads it. */
    void number(double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            number((long) value);
        } else {
            text(fraction(value));
        }
    }

    /** A number in the words of the text formats, always with a point or an exponent if it is finite. */
    static String fraction(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }

    private void room(int bytes) throws IOException {
        if (SIZE - used < bytes) {
            flush();
        }
    }

    /** Hands what is in the buffer to the client. */
    @Override
    public void flush() throws IOException {
        if (broken) {
            throw new IOException("the client is gone");
        }
        broken = true; // until it is taken, whatever is thrown
        out.write(buffer, 0, used);
        used = 0;
        broken = false;
    }
}
