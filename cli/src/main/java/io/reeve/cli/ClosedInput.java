package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;

/** A standard input that is closed. */
final class ClosedInput extends InputStream {
    @Override
    public int read() throws IOException {
        throw new IOException("it is closed");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return read();
    }
}
