package io.reeve.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The check of a chunked body's framing, byte by byte, by RFC 9112 section 7.1. Undertow's parser takes a bare LF, stray bytes
 * after a chunk and extensions of any length; a proxy in front that reads such a body differently could be made to hide a
 * request in it. This only refuses: where a body ends, Undertow decides.
 */
final class ChunkFraming {
    /** The longest extensions and trailers of one body, in bytes. */
    private static final int MAX_EXTRAS = 8 << 10;
    private static final long MAX_SIZE = 1L << 56;

    private enum State {
        SIZE_START, SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILER_START, TRAILER, TRAILER_LF, END_LF, DONE
    }

    private State state = State.SIZE_START;
    private long left;
    private int extras;

    /** Checks the next bytes, from position to limit, and leaves the buffer as it is. */
    void check(ByteBuffer bytes) throws IOException {
        for (int at = bytes.position(); at < bytes.limit() && state != State.DONE;) {
            if (state == State.DATA) {
                long skipped = Math.min(left, bytes.limit() - at);
                left -= skipped;
                at += (int) skipped;
                state = left == 0 ? State.DATA_CR : State.DATA;
            } else {
                state = after(bytes.get(at++) & 0xff);
            }
        }
    }

    private State after(int b) throws IOException {
        return switch (state) {
            case SIZE_START -> digit(b, 0);
            case SIZE -> switch (b) {
                case ';' -> State.EXTENSION;
                case '\r' -> State.SIZE_LF;
                default -> digit(b, left);
            };
            case EXTENSION -> b == '\r' ? State.SIZE_LF : extra(b, State.EXTENSION);
            case SIZE_LF -> expect(b, '\n', left == 0 ? State.TRAILER_START : State.DATA);
            case DATA_CR -> expect(b, '\r', State.DATA_LF);
            case DATA_LF -> expect(b, '\n', State.SIZE_START);
            case TRAILER_START -> b == '\r' ? State.END_LF : extra(b, State.TRAILER);
            case TRAILER -> b == '\r' ? State.TRAILER_LF : extra(b, State.TRAILER);
            case TRAILER_LF -> expect(b, '\n', State.TRAILER_START);
            case END_LF -> expect(b, '\n', State.DONE);
            case DATA, DONE -> state;
        };
    }

    private State digit(int b, long before) throws IOException {
        int digit = b < 0x80 ? Character.digit(b, 16) : -1;
        if (digit < 0) {
            throw new IOException("a chunk's size has byte " + b + ", which is no hexadecimal digit");
        }
        left = before * 16 + digit;
        if (left > MAX_SIZE) {
            throw new IOException("a chunk is larger than " + MAX_SIZE + " bytes");
        }
        return State.SIZE;
    }

    private State extra(int b, State next) throws IOException {
        if ((b < ' ' && b != '\t') || b == 0x7f) {
            throw new IOException("control byte " + b + " in a chunk's extension or a trailer; lines end with CR LF");
        }
        if (++extras > MAX_EXTRAS) {
            throw new IOException("chunk extensions and trailers are longer than " + MAX_EXTRAS + " bytes");
        }
        return next;
    }

    private static State expect(int b, char wanted, State next) throws IOException {
        if (b != wanted) {
            throw new IOException("byte " + b + " instead of " + (wanted == '\r' ? "CR" : "LF") + " between chunks");
        }
        return next;
    }
}
