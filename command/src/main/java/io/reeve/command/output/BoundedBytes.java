package io.reeve.command.output;

import java.io.ByteArrayOutputStream;

/** The bytes of an answer; writing more than the limit of answers fails. */
final class BoundedBytes extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int one) {
        check(1);
        super.write(one);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        check(length);
        super.write(bytes, offset, length);
    }

    /** The bytes with one line feed at the end. */
    synchronized byte[] ended() {
        while (count > 0 && Character.isWhitespace(buf[count - 1])) {
            count--;
        }
        write('\n');
        return toByteArray();
    }

    private void check(int more) {
        if (more > AnswerTooLargeException.LIMIT - count) {
            throw new AnswerTooLargeException();
        }
    }
}
