package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer in one of its codings. It ends where the coding says; that the connection ends before is an error. */
abstract class HttpBody extends InputStream {
    private static final int LONGEST_LINE = 1_000;

    private final InputStream in;
    private long read;
    private long left;

    HttpBody(InputStream in) {
        this.in = in;
    }

    /** A body whose length is known. */
    static final class OfLength extends HttpBody {
        private final long length;
        private long whole;

        OfLength(InputStream in, long length) {
            super(in);
            this.length = length;
            whole = length;
        }

        /** The number of bytes that the answer promises. */
        long length() {
            return length;
        }

        @Override
        long piece() {
            long piece = whole;
            whole = 0;
            return piece;
        }

        @Override
        String missing() {
            return " of " + length;
        }
    }

    /** A body in chunks. */
    static final class InChunks extends HttpBody {
        private boolean first = true;
        private boolean ended;

        InChunks(InputStream in) {
            super(in);
        }

        @Override
        long piece() throws IOException {
            if (ended) {
                return 0;
            }
            if (!first && !line().isEmpty()) {
                throw new IOException("a chunk of the answer is longer than the answer says");
            }
            first = false;
            String size = line();
            int semicolon = size.indexOf(';');
            long piece = number((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
            if (piece == 0) {
                ended = true;
                while (!line().isEmpty()) {
                    // Headers at the end, of which none means anything here.
                }
            }
            return piece;
        }

        @Override
        String missing() {
            return "";
        }
    }

    /** Begins the next piece: its length, 0 at the end. */
    abstract long piece() throws IOException;

    /** The words after the number of bytes that came, if the rest is missing: of how many. */
    abstract String missing();

    /** A number that is not negative. */
    static long number(String digits, int radix) throws IOException {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c <= 'f' ? Character.digit(c, radix) : -1; // those of ASCII
            if (digit < 0 || digits.length() > 15) {
                value = -1;
                break;
            }
            value = value * radix + digit;
        }
        if (value < 0 || digits.isEmpty()) {
            throw new IOException("the answer gives its length as '" + digits + "'");
        }
        return value;
    }

    /** Reads a line of the coding. */
    final String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw cutOff();
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("a line between chunks of the answer is too long");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private IOException cutOff() {
        return new IOException("the answer ended after " + read + missing() + " bytes");
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            left = piece();
            if (left == 0) {
                return -1;
            }
        }
        int got = in.read(bytes, offset, (int) Math.min(length, left));
        if (got < 0) {
            throw cutOff();
        }
        left -= got;
        read += got;
        return got;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
